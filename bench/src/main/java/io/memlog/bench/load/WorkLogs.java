package io.memlog.bench.load;

import io.memlog.schemas.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Work logs of about 1 KB, as a coding agent writes them. The same number always gives the same log.
///
/// @param project       the project that they belong to
/// @param conversations whether they are those of conversations, so that each is indexed with the one before it
public record WorkLogs(String project, boolean conversations) {

    public static final String USER = "bench";

    private static final int LOGS_OF_CONVERSATION = 20;

    private static final List<String> COMPONENTS = List.of(
            "OrderService",
            "PaymentGateway",
            "BasketStore",
            "InvoicePrinter",
            "CustomerDirectory",
            "StockLedger",
            "ShippingPlanner",
            "PriceCatalogue",
            "MailDispatcher",
            "SessionRegistry",
            "AuditTrail",
            "ReportBuilder",
            "CouponEngine",
            "ReturnDesk",
            "SearchFacade",
            "RateLimiter");
    private static final List<String> ACTIONS = List.of(
            "fix", "refactor", "speed-up", "test", "document", "migrate", "review", "remove", "trace", "configure");
    private static final List<String> SYMPTOMS = List.of(
            "answered with a timeout as soon as more than a few customers ordered at once",
            "lost an update when two requests changed the same row",
            "kept every file open until the process ran out of descriptors",
            "returned yesterday's value because a cache had no expiry",
            "failed to start after the upgrade of its database driver",
            "wrote the same message twice after a restart of the broker",
            "spent most of its time in a regular expression",
            "rejected names with an umlaut as invalid",
            "counted days in local time and was wrong twice a year",
            "waited for a lock that a cancelled job had left behind");
    private static final List<String> CAUSES = List.of(
            "The connection pool was smaller than the number of worker threads, so half of them queued",
            "Both readers had seen the old version before either of them wrote",
            "The stream was closed on the normal path only, and not where parsing failed",
            "The key of the cache left out the tenant, which was noticed by accident",
            "A default of the library had changed between two minor versions",
            "The consumer committed its offset before the effect was durable",
            "The pattern backtracked on long input without any match",
            "A reader used the charset of the platform instead of UTF-8");
    private static final List<String> REMEDIES = List.of(
            "Sized the pool by measurement and added a metric for the time that callers wait for a connection",
            "Added a version column and told the second writer about the conflict with 412",
            "Opened every stream in try-with-resources and wrote a test for the failing path",
            "Bounded the cache by size and by age, and put the tenant into its key",
            "Pinned the setting explicitly and wrote down why in the decision record",
            "Made the effect idempotent and commit the offset afterwards",
            "Replaced the expression by a scanner of thirty lines with a bound on its input",
            "Named the charset in every place where bytes become text");
    private static final List<String> LESSONS = List.of(
            "Measure the load before a limit is chosen",
            "Whatever can be sent twice will be sent twice",
            "Every cache needs a size, an age and an owner",
            "Inject the clock, then a test can move it",
            "Read the plan of the query before adding hardware",
            "The path that fails needs a test as well");
    private static final List<String> TOOLS = List.of(
            "PostgreSQL",
            "Kafka",
            "HikariCP",
            "Caffeine",
            "Jackson",
            "Netty",
            "Flyway",
            "Gradle",
            "JUnit",
            "Micrometer");
    private static final List<String> TAGS =
            List.of("backend", "database", "performance", "incident", "testing", "security", "build", "release");

    public WorkLogs(String project) {
        this(project, true);
    }

    /// A log as a caller posts it.
    public Map<String, Object> log(long number) {
        var random = new SplittableRandom(number);
        var component = pick(COMPONENTS, random);
        var action = pick(ACTIONS, random);
        var ticket = 1000 + random.nextInt(9000);
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("summary", component + " " + pick(SYMPTOMS, random) + ". " + pick(REMEDIES, random) + ".");
        raw.put(
                "context",
                "Ticket SHOP-" + ticket + ": since release 4." + random.nextInt(30) + " " + component + " "
                        + pick(SYMPTOMS, random) + ", about " + (2 + random.nextInt(400)) + " times a day.");
        raw.put(
                "reasoning",
                IntStream.range(0, 2).mapToObj(_ -> pick(CAUSES, random) + ".").collect(Collectors.joining(" ")));
        raw.put("lesson", pick(LESSONS, random) + "; " + pick(TOOLS, random) + " says so too.");
        raw.put(
                "files_modified",
                List.of(
                        "src/main/java/shop/" + component + ".java",
                        "src/test/java/shop/" + component + (random.nextInt(5) + 1) + "Test.java"));
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

    public byte[] json(long number) {
        return Json.mapper().writeValueAsBytes(log(number));
    }

    /// The body of a batch of the logs from this number on.
    public byte[] batch(long first, int size) {
        var items = IntStream.range(0, size).mapToObj(i -> log(first + i)).toList();
        return Json.mapper().writeValueAsBytes(Map.of("items", items));
    }

    /// Words to search for.
    public static String query(long number) {
        var random = new SplittableRandom(-1 - number);
        return switch ((int) (number % 3)) {
            case 0 -> pick(COMPONENTS, random) + " " + pick(TOOLS, random) + " " + pick(TAGS, random);
            case 1 -> "why was " + pick(COMPONENTS, random) + " slow and " + pick(SYMPTOMS, random);
            default -> pick(LESSONS, random);
        };
    }

    private static String pick(List<String> texts, SplittableRandom random) {
        return texts.get(random.nextInt(texts.size()));
    }
}
