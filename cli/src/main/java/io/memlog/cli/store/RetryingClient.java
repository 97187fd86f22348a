package io.memlog.cli.store;

import io.memlog.cli.client.ApiClient;
import io.memlog.cli.client.ApiException;
import io.memlog.cli.client.ApiResponse;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.terminal.CommandContext.Sleeper;
import java.time.Duration;
import java.util.function.Supplier;

/// Calls Memlog again and again during an outage, with exponential backoff, which honours `Retry-After`.
public final class RetryingClient {

    private final ApiClient client;
    private final Sleeper sleeper;
    private final Duration retryTimeout;
    private boolean responded;

    /// @param retryTimeout how long to wait during an outage, for each call
    RetryingClient(ApiClient client, Sleeper sleeper, Duration retryTimeout) {
        this.client = client;
        this.sleeper = sleeper;
        this.retryTimeout = retryTimeout;
    }

    /// @throws ApiException when there is no response to the first request, an outage lasts too long, or on any other
    /// error
    public ApiResponse get(RequestPath path) throws InterruptedException {
        return call(retryTime(), () -> client.get(path));
    }

    /// Like [#get], for a request that may be repeated.
    ApiResponse post(RequestPath path, byte[] json, RetryTime retryTime) throws InterruptedException {
        return call(retryTime, () -> client.post(path, json));
    }

    RetryTime retryTime() {
        return new RetryTime(sleeper, retryTimeout);
    }

    private ApiResponse call(RetryTime retryTime, Supplier<ApiResponse> request) throws InterruptedException {
        while (true) {
            try {
                var response = request.get();
                responded = true;
                return response;
            } catch (ApiException e) {
                responded |= e.response().isPresent();
                var retryAfter = e.response().flatMap(ApiResponse::retryAfter);
                if (!e.isOutage() || !responded || !retryTime.pause(retryAfter)) {
                    throw e;
                }
            }
        }
    }
}
