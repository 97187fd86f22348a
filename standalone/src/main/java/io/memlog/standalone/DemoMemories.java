package io.memlog.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A few hundred fixed memories of an imaginary web shop: what failed in each of its components, and the
/// lesson.
final class DemoMemories {

    static final String USER = "demo";
    static final String PROJECT = "shop";

    private static final List<Component> COMPONENTS = List.of(
            new Component("checkout", "CheckoutController", "placing an order", "grace"),
            new Component("login", "SessionFilter", "signing in", "ada"),
            new Component("catalogue", "ProductIndex", "browsing products", "linus"),
            new Component("payments", "PaymentGateway", "charging a card", "grace"),
            new Component("shipping", "ParcelTracker", "following a parcel", "barbara"),
            new Component("search", "QueryParser", "looking for a product", "linus"),
            new Component("invoices", "InvoiceRenderer", "printing an invoice", "barbara"),
            new Component("basket", "BasketStore", "filling the basket", "ada"),
            new Component("reviews", "ReviewModeration", "writing a review", "edsger"),
            new Component("newsletter", "MailQueue", "sending the newsletter", "edsger"),
            new Component("accounts", "ProfileService", "changing an address", "ada"),
            new Component("warehouse", "StockCounter", "counting the stock", "barbara"));

    private static final List<Finding> FINDINGS = List.of(
            new Finding(
                    "timeout",
                    "%2$s took half a minute in the evening",
                    "The connection pool was smaller than the load",
                    "Sized the pool by measurement",
                    "Measure the load before choosing a limit",
                    "HikariCP"),
            new Finding(
                    "race",
                    "Two requests at once left %1$s with half an update",
                    "Both read before either wrote",
                    "The row carries a version and the second writer is told",
                    "Optimistic locking is cheap",
                    "PostgreSQL"),
            new Finding(
                    "retry",
                    "A hiccup of the network made %1$s do its work twice",
                    "The client sent again after a timeout",
                    "Requests carry an idempotency key",
                    "Whatever can be sent twice will be",
                    "resilience4j"),
            new Finding(
                    "memory",
                    "%3$s ran out of heap after a day",
                    "A cache without a bound kept every answer",
                    "The cache is bounded and forgets",
                    "Every cache needs a size",
                    "Caffeine"),
            new Finding(
                    "encoding",
                    "Names with an umlaut came out garbled while %2$s",
                    "A reader used the platform's charset",
                    "Everything is read as UTF-8",
                    "Say which charset you mean",
                    "Jackson"),
            new Finding(
                    "clock",
                    "%1$s failed every year on the last day of March",
                    "Days were counted in local time",
                    "Times are kept in UTC",
                    "Inject the clock, then a test can move it",
                    "java.time"),
            new Finding(
                    "deadlock",
                    "%1$s stood still until somebody restarted it",
                    "Two transactions locked rows in opposite order",
                    "Rows are locked in the order of their keys",
                    "Sort before you lock",
                    "PostgreSQL"),
            new Finding(
                    "queue",
                    "Messages for %1$s piled up unnoticed",
                    "A consumer stopped on a message it could not read",
                    "Such messages go to a dead-letter topic",
                    "Watch the lag and not only the errors",
                    "Kafka"),
            new Finding(
                    "leak",
                    "%3$s kept thousands of files open",
                    "A stream was not closed when parsing failed",
                    "Every stream is opened in try-with-resources",
                    "The failing path needs a test too",
                    "Netty"),
            new Finding(
                    "security",
                    "A stranger could see someone else's data while %2$s",
                    "The tenant was filtered after the query",
                    "The tenant is part of every query",
                    "Fail closed, in one place",
                    "Spring Security"),
            new Finding(
                    "slow-query",
                    "The page for %2$s needed four seconds",
                    "A filter had no index and read the whole table",
                    "A partial index covers the filter",
                    "Read the plan before adding hardware",
                    "PostgreSQL"),
            new Finding(
                    "flaky-test",
                    "The build of %1$s was red every tenth time",
                    "A test slept and hoped",
                    "It waits for the condition instead",
                    "A sleep is a guess",
                    "Awaitility"),
            new Finding(
                    "rounding",
                    "Totals were a cent off after %2$s",
                    "Amounts were added as floating point",
                    "Amounts are decimals with a scale",
                    "Money is not a double",
                    "BigDecimal"),
            new Finding(
                    "migration",
                    "A release of %1$s could not be rolled back",
                    "A column was renamed in one step",
                    "Expand first, contract a release later",
                    "Old and new code run at the same time",
                    "Flyway"),
            new Finding(
                    "rate-limit",
                    "The provider behind %1$s answered 429 for an hour",
                    "All instances retried at once",
                    "Retries wait, with jitter, as long as they were told",
                    "Being asked to wait is no failure",
                    "resilience4j"),
            new Finding(
                    "logging",
                    "Passwords stood in the log after %2$s",
                    "The whole request was logged on failure",
                    "Only named fields are logged",
                    "A log outlives its reason",
                    "Logback"),
            new Finding(
                    "pagination",
                    "Items appeared twice while %2$s",
                    "Pages were counted by offset while rows were added",
                    "Pages follow the last id seen",
                    "An offset is no place to stand on",
                    "jOOQ"),
            new Finding(
                    "startup",
                    "%3$s needed a minute to start",
                    "It asked three other services before listening",
                    "Those answers are fetched on first use",
                    "Start without your neighbours",
                    "Spring Boot"),
            new Finding(
                    "cache-stampede",
                    "Every hour %1$s was slow for a minute",
                    "All entries of a cache ran out together",
                    "Entries live for slightly different times",
                    "Spread what would happen at once",
                    "Caffeine"),
            new Finding(
                    "dns",
                    "%1$s kept calling a machine that was gone",
                    "A resolved address was kept for ever",
                    "Addresses are looked up again after half a minute",
                    "Names exist so that machines may move",
                    "Netty"),
            new Finding(
                    "json",
                    "Numbers of orders lost their last digits while %2$s",
                    "A browser read them as floating point",
                    "Long numbers leave as text",
                    "Know who reads your numbers",
                    "Jackson"),
            new Finding(
                    "shutdown",
                    "Every release of %1$s lost a few requests",
                    "The process ended before its answers were sent",
                    "It stops accepting first and then finishes",
                    "Ending is part of the protocol",
                    "Tomcat"),
            new Finding(
                    "backup",
                    "A restore of %1$s had never been tried and failed",
                    "The dump was cut off by a full disk",
                    "Every night's dump is restored and counted",
                    "A backup is what you have restored",
                    "pg_dump"),
            new Finding(
                    "dependency",
                    "%3$s broke after a library's minor release",
                    "Nothing pinned its version",
                    "Versions are pinned and raised on purpose",
                    "Read the changes, then upgrade",
                    "Maven"),
            new Finding(
                    "accessibility",
                    "People with a screen reader got stuck while %2$s",
                    "Errors were shown by colour only",
                    "Errors are text beside their field",
                    "Try it with the screen off",
                    "ARIA"));

    private DemoMemories() {}

    /// The request bodies.
    static List<Map<String, Object>> all() {
        List<Map<String, Object>> memories = new ArrayList<>();
        for (var component : COMPONENTS) {
            for (var finding : FINDINGS) {
                memories.add(memory(component, finding, memories.size()));
            }
        }
        return memories;
    }

    private static Map<String, Object> memory(Component component, Finding finding, int number) {
        var file = "src/main/java/shop/" + component.name() + "/" + component.type() + ".java";
        return Map.of(
                "task",
                "fix-" + component.name() + "-" + finding.name(),
                "agent",
                component.agent(),
                "user_id",
                USER,
                "project_id",
                PROJECT,
                "conversation_id",
                "sprint-" + (1 + number % 8),
                "raw_data",
                Map.of(
                        "summary", sentence(finding.summary(), component),
                        "root_cause", finding.cause() + ", in `" + component.type() + "`.",
                        "solution", Map.of("approach", finding.solution() + ".", "files", List.of(file)),
                        "lesson", finding.lesson() + ".",
                        "component", component.name(),
                        "files_touched", List.of(file, "docs/" + finding.name() + ".md"),
                        "related_tasks", List.of("SHOP-" + (100 + number)),
                        "tags", List.of(component.name(), finding.name(), finding.technology())));
    }

    private static String sentence(String pattern, Component component) {
        var sentence = String.format(pattern, "the " + component.name(), component.activity(), component.type());
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".";
    }

    private record Component(String name, String type, String activity, String agent) {}

    private record Finding(
            String name, String summary, String cause, String solution, String lesson, String technology) {}
}
