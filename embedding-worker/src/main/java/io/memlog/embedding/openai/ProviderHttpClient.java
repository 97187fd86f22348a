package io.memlog.embedding.openai;

import io.memlog.consumer.IndexUnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The connections to a provider. An answer is there in time, from the first byte to the last, or it is
/// given up. Redirections are not followed: they would carry the key elsewhere.
///
/// A request changes nothing at the provider, so one that is cut off before it is answered, as on a
/// connection that was closed meanwhile, is made once more.
final class ProviderHttpClient implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;

    ProviderHttpClient(Duration connectTimeout) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(threads)
                .build();
    }

    /// @param mostBytes how much of the answer's body is read
    /// @throws IndexUnavailableException when there is no answer in time
    Response send(HttpRequest request, int mostBytes, Duration timeout) {
        var deadline = System.nanoTime() + timeout.toNanos();
        try {
            return retryOnConnectionReset(request, mostBytes, deadline);
        } catch (TimeoutException e) {
            throw ProviderUnavailable.of(
                    "the embedding provider does not answer in time (%d ms)".formatted(timeout.toMillis()), e);
        } catch (IOException e) {
            throw ProviderUnavailable.of("the embedding provider cannot be reached: " + reason(e), e);
        }
    }

    private Response retryOnConnectionReset(HttpRequest request, int mostBytes, long deadline)
            throws IOException, TimeoutException {
        try {
            return once(request, mostBytes, deadline);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return once(request, mostBytes, deadline);
        }
    }

    private Response once(HttpRequest request, int mostBytes, long deadline) throws IOException, TimeoutException {
        var exchange = http.sendAsync(request, _ -> new SizeLimitedBodySubscriber(mostBytes));
        try {
            return new Response(exchange.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("interrupted while texts are embedded").initCause(e);
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
