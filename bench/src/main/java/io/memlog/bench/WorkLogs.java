package io.memlog.bench;

import io.memlog.schemas.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Work logs of about 1 KB, as a coding agent writes them. The same number always gives the same log.
///
/// @param project       the project that they belong to
/// @param conversations whether they are those of conversations, so that each is indexed with the one before it
record WorkLogs(String project, boolean conversations) {

    static final String USER = "bench";

    private static final int LOGS_OF_CONVERSATION = 20;

    private static final List<String> COMPONENTS = words(
            "OrderService PaymentGateway BasketStore InvoicePrinter CustomerDirectory StockLedger ShippingPlanner"
                    + " PriceCatalogue MailDispatcher SessionRegistry AuditTrail ReportBuilder CouponEngine RateLimiter");
    private static final List<String> ACTIONS =
            words("fix refactor speed-up test document migrate review remove trace configure");
    private static final List<String> TOOLS =
            words("PostgreSQL Kafka HikariCP Caffeine Jackson Netty Flyway Gradle JUnit Micrometer");
    private static final List<String> TAGS =
            words("backend database performance incident testing security build release");
    private static final List<String> SYMPTOMS = List.of(
            "answered with a timeout as soon as more than a few customers ordered at once",
            "lost an update when two requests changed the same row",
            "kept every file open until the process ran out of descriptors",
            "returned yesterday's value because a cache had no expiry",
            "wrote the same message twice after a restart of the broker",
            "counted days in local time and was wrong twice a year");
    private static final List<String> REMEDIES = List.of(
            "Sized the pool by measurement and added a metric for the time that callers wait for a connection",
            "Added a version column and told the second writer about the conflict with 412",
            "Opened every stream in try-with-resources and wrote a test for the failing path",
            "Bounded the cache by size and by age, and put the tenant into its key",
            "Made the effect idempotent and commit the offset afterwards");
    private static final List<String> LESSONS = List.of(
            "Measure the load before a limit is chosen",
            "Whatever can be sent twice will be sent twice",
            "Every cache needs a size, an age and an owner",
            "Inject the clock, then a test can move it");

    WorkLogs(String project) {
        this(project, true);
    }

    /// A log as a caller posts it.
    Map<String, Object> log(long number) {
        var random = new SplittableRandom(number);
        var component = pick(COMPONENTS, random);
        var action = pick(ACTIONS, random);
        var ticket = 1000 + random.nextInt(9000);
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("summary", component + " " + pick(SYMPTOMS, random) + ". " + pick(REMEDIES, random) + ".");
        raw.put(
                "context",
                "Ticket SHOP-%d: since release 4.%d %s %s, about %d times a day."
                        .formatted(
                                ticket,
                                random.nextInt(30),
                                component,
                                pick(SYMPTOMS, random),
                                2 + random.nextInt(400)));
        raw.put("reasoning", pick(TOOLS, random) + " " + pick(SYMPTOMS, random) + ". " + pick(REMEDIES, random) + ".");
        raw.put("lesson", pick(LESSONS, random) + "; " + pick(TOOLS, random) + " says so too.");
        var test = "src/test/java/shop/" + component + (random.nextInt(5) + 1) + "Test.java";
        raw.put("files_modified", List.of("src/main/java/shop/" + component + ".java", test));
        raw.put("technologies", List.of(pick(TOOLS, random), pick(TOOLS, random)));
        raw.put("tags", List.of(pick(TAGS, random), action));
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("task", action + "-" + component + "-" + ticket);
        log.put("agent", "agent-" + number % 7);
        log.put("user_id", USER);
        log.put("project_id", project);
        if (conversations) {
            log.put("conversation_id", "session-" + number / LOGS_OF_CONVERSATION);
        }
        log.put("raw_data", raw);
        return log;
    }

    byte[] json(long number) {
        return Json.mapper().writeValueAsBytes(log(number));
    }

    /// The body of a batch of the logs from this number on.
    byte[] batch(long first, int size) {
        var items = IntStream.range(0, size).mapToObj(i -> log(first + i)).toList();
        return Json.mapper().writeValueAsBytes(Map.of("items", items));
    }

    /// Words to search for.
    static String query(long number) {
        var random = new SplittableRandom(-1 - number);
        return switch ((int) (number % 3)) {
            case 0 -> pick(COMPONENTS, random) + " " + pick(TOOLS, random) + " " + pick(TAGS, random);
            case 1 -> "why was " + pick(COMPONENTS, random) + " slow and " + pick(SYMPTOMS, random);
            default -> pick(LESSONS, random);
        };
    }

    private static List<String> words(String words) {
        return List.of(words.split(" ", -1));
    }

    private static String pick(List<String> texts, SplittableRandom random) {
        return texts.get(random.nextInt(texts.size()));
    }
}
