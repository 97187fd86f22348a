package io.memlog.cli.client;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Calls the HTTP API of one Memlog.
public final class ApiClient {

    private static final int MAX_RESPONSE_BYTES = 64 * 1024 * 1024;
    private static final int FIRST_ERROR = 400;

    private final String url;
    private final @Nullable String key;
    private final Duration connectTimeout;
    private final Duration timeout;

    ApiClient(String url, @Nullable String key, Duration connectTimeout, Duration timeout) {
        this.url = url;
        this.key = key;
        this.connectTimeout = connectTimeout;
        this.timeout = timeout;
    }

    /// @throws ApiException when there is no response, or its status is not 2xx
    public ApiResponse get(RequestPath path) {
        return call("GET", path, null);
    }

    /// Like [#get].
    public ApiResponse post(RequestPath path, JsonNode body) {
        return post(path, Json.mapper().writeValueAsBytes(body));
    }

    /// Like [#get].
    public ApiResponse post(RequestPath path, byte[] json) {
        return call("POST", path, json);
    }

    /// Like [#get].
    public ApiResponse delete(RequestPath path) {
        return call("DELETE", path, null);
    }

    /// Posts JSON and returns the response, whatever its status is.
    ///
    /// @throws ApiException when there is no response
    public ApiResponse exchange(RequestPath path, byte[] json) {
        return exchange("POST", path, json);
    }

    private ApiResponse call(String method, RequestPath path, byte @Nullable [] json) {
        var response = exchange(method, path, json);
        if (!response.isSuccess()) {
            throw ApiException.error(response);
        }
        return response;
    }

    private ApiResponse exchange(String method, RequestPath path, byte @Nullable [] json) {
        try {
            var connection = open(method, path);
            if (json != null) {
                send(connection, json);
            }
            return read(connection);
        } catch (IOException e) {
            throw ApiException.unreachable(describe(e), e);
        }
    }

    private HttpURLConnection open(String method, RequestPath path) throws IOException {
        var connection = (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()));
        connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Accept", "application/json, application/problem+json");
        connection.setRequestProperty("User-Agent", "memlog-cli");
        if (key != null) {
            connection.setRequestProperty("Authorization", "Bearer " + key);
        }
        return connection;
    }

    /// With a fixed length, the JDK does not repeat a request by itself.
    private static void send(HttpURLConnection connection, byte[] json) throws IOException {
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(json.length);
        connection.setRequestProperty("Content-Type", "application/json");
        try (var body = connection.getOutputStream()) {
            body.write(json);
        }
    }

    private static ApiResponse read(HttpURLConnection connection) throws IOException {
        var status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("what answers there is not HTTP");
        }
        Map<String, List<String>> headers = new HashMap<>();
        connection.getHeaderFields().forEach((name, values) -> {
            if (name != null) {
                headers.put(name.toLowerCase(Locale.ROOT), values);
            }
        });
        try (var body = status < FIRST_ERROR ? connection.getInputStream() : connection.getErrorStream()) {
            return new ApiResponse(status, headers, body == null ? "" : text(body));
        }
    }

    private static String text(InputStream body) throws IOException {
        var bytes = body.readNBytes(MAX_RESPONSE_BYTES + 1);
        if (bytes.length > MAX_RESPONSE_BYTES) {
            throw new IOException("the response is larger than " + MAX_RESPONSE_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String describe(IOException failure) {
        if (failure instanceof SocketTimeoutException
                && !String.valueOf(failure.getMessage()).startsWith("Connect")) {
            return "Memlog at " + url + " did not respond within " + timeout.toSeconds()
                    + " s; --timeout sets a longer limit. The request may still take effect.";
        }
        var reason = failure instanceof UnknownHostException ? "the host is unknown" : failure.getMessage();
        return "Memlog cannot be reached at " + url + " (" + reason
                + "); start it with ./memlog run, or name its URL with --url or MEMLOG_URL.";
    }
}
