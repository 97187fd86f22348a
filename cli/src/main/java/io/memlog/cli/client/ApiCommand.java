package io.memlog.cli.client;

import io.memlog.cli.terminal.CommandContext;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// A command that calls Memlog: the options that all of them have, the client, and the output for people or
/// scripts. Its root command holds the [CommandContext].
public abstract class ApiCommand implements Callable<Integer> {

    private static final int MAX_TIMEOUT_SECONDS = 3600;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            order = 100,
            paramLabel = "table|json",
            description = "table is for people (the default), json for scripts")
    private Format format = Format.TABLE;

    @Option(
            names = "--url",
            order = 101,
            paramLabel = "URL",
            defaultValue = "${env:MEMLOG_URL:-http://127.0.0.1:8080}",
            description = "the URL of Memlog ($MEMLOG_URL, or else http://127.0.0.1:8080)")
    private String url = "";

    @Option(
            names = "--key",
            order = 102,
            paramLabel = "KEY",
            defaultValue = "${env:MEMLOG_KEY}",
            description = "the API key ($MEMLOG_KEY, or else the file that keys create --save writes)")
    private @Nullable String key;

    @Option(
            names = "--connect-timeout",
            order = 103,
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "how long to wait for a connection (5)")
    private int connectTimeout;

    @Option(
            names = "--timeout",
            order = 104,
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "how long to wait for a response (60)")
    private int timeout;

    public final boolean isJson() {
        return format == Format.JSON;
    }

    protected final CommandContext context() {
        return (CommandContext) spec.root().userObject();
    }

    protected final String name() {
        return spec.name();
    }

    protected final void print(String line) {
        context().print(line);
    }

    protected final void info(String line) {
        context().info(line);
    }

    /// @throws ParameterException when an option is wrong
    protected final ApiClient client() {
        if (!url.matches("(?i)https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
            throw usageError("--url (or MEMLOG_URL) is a URL such as http://127.0.0.1:8080, not "
                    + url.replaceFirst("//[^/]*@", "//"));
        }
        if (url.contains("@")) {
            throw usageError("--url (or MEMLOG_URL) has no user and password; Memlog takes an API key by --key");
        }
        return new ApiClient(url(), key(), seconds("--connect-timeout", connectTimeout), seconds("--timeout", timeout));
    }

    protected final String url() {
        return url.replaceAll("/+$", "");
    }

    private @Nullable String key() {
        var given = key == null || key.isBlank() ? KeyFile.of(context()).read(url()) : key.strip();
        if (given != null && !given.matches("[A-Za-z0-9._~+/=-]+")) {
            throw usageError("--key (or MEMLOG_KEY) is an API key such as mlk_…, or a token");
        }
        return given;
    }

    /// The exception for options or parameters that are wrong; the message says why.
    protected final ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /// The path of a file to read.
    ///
    /// @throws ParameterException when it cannot be read
    protected final Path readable(String file) {
        var path = Path.of(file);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw usageError(file + (Files.exists(path) ? " is not a readable file" : " does not exist"));
        }
        return path;
    }

    /// Prints the response as it is for scripts, or in the given way for people.
    ///
    /// @return the exit code
    protected final int show(ApiResponse response, Consumer<JsonNode> view) {
        if (isJson()) {
            context().printJson(response.text());
        } else {
            view.accept(response.json());
        }
        return ExitCode.DONE;
    }

    /// Shows a list, or a page of it and how to get the next one.
    ///
    /// @param empty what to say when there are no items
    /// @return the exit code
    protected final int list(RequestPath path, Table table, String empty) {
        return show(client().get(path), page -> {
            if (page.path("items").isEmpty()) {
                context().info(empty);
                return;
            }
            table.print(context(), page.path("items"));
            var next = page.path("next_cursor").asString("");
            if (!next.isEmpty()) {
                context().info("There are more; repeat the command with --cursor " + next + " to show them.");
            }
        });
    }

    private Duration seconds(String option, int value) {
        if (value < 1 || value > MAX_TIMEOUT_SECONDS) {
            throw usageError(option + " is from 1 to " + MAX_TIMEOUT_SECONDS + " seconds, not " + value);
        }
        return Duration.ofSeconds(value);
    }

    private enum Format {
        TABLE,
        JSON
    }
}
