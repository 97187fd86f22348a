package io.memlog.cli.server;

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

/// A Memlog somewhere, asked over HTTP.
public final class Server {

    private static final int LARGEST_ANSWER = 64 * 1024 * 1024;
    private static final int FIRST_ERROR = 400;

    private final String url;
    private final Duration connectTimeout;
    private final Duration timeout;

    Server(String url, Duration connectTimeout, Duration timeout) {
        this.url = url;
        this.connectTimeout = connectTimeout;
        this.timeout = timeout;
    }

    /// @throws RefusedException when the answer is anything but good
    /// @throws UnreachableException when there is no answer
    public Answer get(Query query) {
        return call("GET", query, null);
    }

    /// Like [#get].
    public Answer post(Query query, JsonNode body) {
        return post(query, Json.mapper().writeValueAsBytes(body));
    }

    /// Like [#get].
    public Answer post(Query query, byte[] json) {
        return call("POST", query, json);
    }

    private Answer call(String method, Query query, byte @Nullable [] json) {
        try {
            var connection = open(method, query);
            if (json != null) {
                send(connection, json);
            }
            var answer = answer(connection);
            if (!answer.isGood()) {
                throw new RefusedException(answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UnreachableException(why(e), e);
        }
    }

    private HttpURLConnection open(String method, Query query) throws IOException {
        var connection = (HttpURLConnection) URI.create(url + query).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()));
        connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Accept", "application/json, application/problem+json");
        connection.setRequestProperty("User-Agent", "memlog-cli");
        return connection;
    }

    /// With its length fixed a request is never repeated behind our back.
    private static void send(HttpURLConnection connection, byte[] json) throws IOException {
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(json.length);
        connection.setRequestProperty("Content-Type", "application/json");
        try (var body = connection.getOutputStream()) {
            body.write(json);
        }
    }

    private static Answer answer(HttpURLConnection connection) throws IOException {
        var status = connection.getResponseCode();
        Map<String, List<String>> headers = new HashMap<>();
        connection.getHeaderFields().forEach((name, values) -> {
            if (name != null) {
                headers.put(name.toLowerCase(Locale.ROOT), values);
            }
        });
        try (var body = status < FIRST_ERROR ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, headers, body == null ? "" : text(body));
        }
    }

    private static String text(InputStream body) throws IOException {
        var bytes = body.readNBytes(LARGEST_ANSWER + 1);
        if (bytes.length > LARGEST_ANSWER) {
            throw new IOException("the answer is larger than " + LARGEST_ANSWER + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String why(IOException failure) {
        if (failure instanceof SocketTimeoutException
                && !String.valueOf(failure.getMessage()).startsWith("Connect")) {
            return "Memlog at " + url + " did not answer within " + timeout.toSeconds()
                    + " s; --timeout allows it more. What was asked for may still happen.";
        }
        var reason = failure instanceof UnknownHostException ? "the host is unknown" : failure.getMessage();
        return "Memlog cannot be reached at " + url + " (" + reason
                + "); start it with ./memlog run, or say where it is with --url or MEMLOG_URL.";
    }
}
