package io.memlog.embedding.openai;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.embedding.openai.SizeLimitedBodySubscriber.Text;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends requests to a provider. The whole response arrives within the timeout, or the request fails.
/// Redirects are not followed, because they would disclose the key.
///
/// A request changes nothing at the provider, so one that fails before its response, as on a connection that
/// the server closed, is retried once.
final class ProviderHttpClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(threads)
            .build();

    /// @param maxBytes maximum size of the body that is read
    /// @throws IndexUnavailableException when there is no response in time
    HttpResponse<Text> send(HttpRequest request, int maxBytes, Duration timeout) {
        var deadline = System.nanoTime() + timeout.toNanos();
        try {
            return retryOnConnectionReset(request, maxBytes, deadline);
        } catch (TimeoutException e) {
            throw ProviderUnavailable.of(
                    "the embedding provider does not answer in time (%d ms)".formatted(timeout.toMillis()), e);
        } catch (IOException e) {
            throw ProviderUnavailable.of("the embedding provider cannot be reached: " + reason(e), e);
        }
    }

    private HttpResponse<Text> retryOnConnectionReset(HttpRequest request, int maxBytes, long deadline)
            throws IOException, TimeoutException {
        try {
            return attempt(request, maxBytes, deadline);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return attempt(request, maxBytes, deadline);
        }
    }

    private HttpResponse<Text> attempt(HttpRequest request, int maxBytes, long deadline)
            throws IOException, TimeoutException {
        var exchange = http.sendAsync(request, _ -> new SizeLimitedBodySubscriber(maxBytes));
        try {
            return exchange.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("interrupted while embedding texts").initCause(e);
        } finally {
            exchange.cancel(true);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
        threads.close();
    }
}
