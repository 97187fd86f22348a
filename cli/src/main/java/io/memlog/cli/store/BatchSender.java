package io.memlog.cli.store;

import io.memlog.cli.client.ApiException;
import io.memlog.cli.client.ApiResponse;
import io.memlog.cli.client.RequestPath;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Sends batches, each until all its items are stored or refused. Since each item has an idempotency key, requests can
/// be repeated.
public final class BatchSender {

    private static final int STORED = 201;
    private static final int UNAVAILABLE = 503;
    private static final String IN_PROGRESS = "urn:memlog:problem:in-progress";

    private final RetryingClient client;
    private final BatchListener listener;

    public BatchSender(RetryingClient client, BatchListener listener) {
        this.client = client;
        this.listener = listener;
    }

    /// @throws ApiException when there is no response to the first request, an outage lasts too long, or on any other
    /// error
    public void send(Batch batch) throws InterruptedException {
        var retryTime = client.retryTime();
        var rest = batch;
        while (!rest.items().isEmpty()) {
            rest = evaluate(rest, client.post(RequestPath.of("/memory-logs/batch"), rest.body(), retryTime));
            if (!rest.items().isEmpty() && !retryTime.pause(Optional.empty())) {
                throw ApiException.unexpected(rest.items().size()
                        + " items are neither stored nor refused; the store seems to be unavailable");
            }
        }
    }

    /// Reports which items are stored or refused, and returns the others.
    private Batch evaluate(Batch batch, ApiResponse response) {
        var items = batch.items();
        var results = response.json().path("results");
        if (results.size() != items.size()) {
            throw ApiException.unexpected(
                    "Memlog responded with " + results.size() + " results for " + items.size() + " items.");
        }
        var rest = new Batch();
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            var result = results.path(i);
            if (result.path("status").asInt(0) == STORED) {
                listener.stored(item.origin(), result.path("id").asLong(0));
            } else if (isTransient(result)) {
                rest.add(item);
            } else {
                listener.refused(item.origin(), result.path("problem"));
            }
        }
        return rest;
    }

    private static boolean isTransient(JsonNode result) {
        return result.path("status").asInt(0) == UNAVAILABLE
                || result.path("problem").path("type").asString("").equals(IN_PROGRESS);
    }
}
