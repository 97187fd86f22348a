package io.memlog.cli.server;

import io.memlog.cli.terminal.MisuseException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import picocli.CommandLine.Option;

/// Where Memlog is, and how long it may take.
public final class ServerOptions {

    private static final int LONGEST = 3600;

    @Option(
            names = "--url",
            order = 101,
            paramLabel = "URL",
            defaultValue = "${env:MEMLOG_URL:-http://127.0.0.1:8080}",
            description = "where Memlog is ($MEMLOG_URL, or else http://127.0.0.1:8080)")
    private String url = "";

    @Option(
            names = "--connect-timeout",
            order = 102,
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "how long to wait for a connection (5)")
    private int connectTimeout;

    @Option(
            names = "--timeout",
            order = 103,
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "how long to wait for an answer (60)")
    private int timeout;

    /// @throws MisuseException when an option is wrong
    public Server server() {
        return new Server(checkedUrl(), seconds("--connect-timeout", connectTimeout), seconds("--timeout", timeout));
    }

    private String checkedUrl() {
        if (!isUrl(url)) {
            throw new MisuseException("--url (or MEMLOG_URL) is a URL such as http://127.0.0.1:8080, not " + url);
        }
        return url.replaceAll("/+$", "");
    }

    private static boolean isUrl(String text) {
        try {
            var url = new URI(text);
            return url.getScheme() != null
                    && url.getScheme().matches("(?i)https?")
                    && url.getHost() != null
                    && url.getQuery() == null
                    && url.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private Duration seconds(String option, int value) {
        if (value < 1 || value > LONGEST) {
            throw new MisuseException(option + " is from 1 to " + LONGEST + " seconds, not " + value);
        }
        return Duration.ofSeconds(value);
    }
}
