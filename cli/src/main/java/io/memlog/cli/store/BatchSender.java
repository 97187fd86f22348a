package io.memlog.cli.store;

import io.memlog.cli.client.ApiClient;
import io.memlog.cli.client.ApiException;
import io.memlog.cli.client.ApiResponse;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.terminal.CommandContext.Sleeper;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Sends batches, each until all its items are stored or refused. Since each item has an idempotency key, requests can
/// be repeated: during an outage with exponential backoff, which honours `Retry-After`.
final class BatchSender {

    private static final int STORED = 201;
    private static final int UNAVAILABLE = 503;
    private static final String IN_PROGRESS = "urn:memlog:problem:in-progress";
    private static final Duration MIN_BACKOFF = Duration.ofSeconds(1);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

    private final ApiClient client;
    private final Sleeper sleeper;
    private final Duration retryTimeout;
    private final ImportReport report;
    private boolean responded;

    /// @param retryTimeout how long to wait during an outage, for each batch
    BatchSender(ApiClient client, Sleeper sleeper, Duration retryTimeout, ImportReport report) {
        this.client = client;
        this.sleeper = sleeper;
        this.retryTimeout = retryTimeout;
        this.report = report;
    }

    /// @throws ApiException when there is no response to the first request, an outage lasts too long, or on any other
    /// error
    void send(Batch batch) throws InterruptedException {
        var backOff = new BackOff();
        var rest = batch;
        while (!rest.items().isEmpty()) {
            try {
                var response = client.post(RequestPath.of("/memory-logs/batch"), rest.body());
                responded = true;
                rest = evaluate(rest, response);
                if (!rest.items().isEmpty() && !backOff.sleep(Optional.empty())) {
                    throw ApiException.unexpected(rest.items().size()
                            + " lines are neither stored nor refused; the store seems to be unavailable");
                }
            } catch (ApiException e) {
                responded |= e.response().isPresent();
                var retryAfter = e.response().flatMap(ApiResponse::retryAfter);
                if (!e.isOutage() || !responded || !backOff.sleep(retryAfter)) {
                    throw e;
                }
            }
        }
    }

    /// Reports which items are stored or refused, and returns the others.
    private Batch evaluate(Batch batch, ApiResponse response) {
        var items = batch.items();
        var results = response.json().path("results");
        if (results.size() != items.size()) {
            throw ApiException.unexpected(
                    "Memlog responded with " + results.size() + " results for " + items.size() + " lines.");
        }
        var rest = new Batch();
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            var result = results.path(i);
            if (result.path("status").asInt(0) == STORED) {
                report.stored(result.path("id").asLong(0));
            } else if (isTransient(result)) {
                rest.add(item);
            } else {
                report.refused(item.line(), result.path("problem"));
            }
        }
        return rest;
    }

    private static boolean isTransient(JsonNode result) {
        return result.path("status").asInt(0) == UNAVAILABLE
                || result.path("problem").path("type").asString("").equals(IN_PROGRESS);
    }

    private final class BackOff {

        private Duration left = retryTimeout;
        private Duration next = MIN_BACKOFF;

        /// Waits for the requested time, or for the next of its own.
        ///
        /// @return false, without waiting, when the time for retries is used up
        boolean sleep(Optional<Duration> requested) throws InterruptedException {
            if (!left.isPositive()) {
                return false;
            }
            var time = min(min(requested.orElse(next), MAX_BACKOFF), left);
            sleeper.sleep(time);
            left = left.minus(time);
            next = min(next.multipliedBy(2), MAX_BACKOFF);
            return true;
        }

        private static Duration min(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }
    }
}
