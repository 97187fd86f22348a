package io.memlog.bench.system;

import io.memlog.embedded.ServerUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A JVM of a server or an application.
record Child(String title, Process process, Path log) {

    private static final Duration GRACE_PERIOD = Duration.ofSeconds(30);

    /// The output goes to a log file; with `talks`, the standard output can be read.
    static Child start(String title, List<String> arguments, Path folder, Path log, boolean talks) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(arguments);
        var output = ProcessBuilder.Redirect.appendTo(log.toFile());
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(output);
        if (!talks) {
            builder.redirectOutput(output);
        }
        try {
            return new Child(title, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What it prints first, after other lines.
    String firstLine(List<String> prefixes) {
        try {
            var reader = process.inputReader();
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (prefixes.stream().anyMatch(line::startsWith)) {
                    return line;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw failed();
    }

    ServerUnavailableException failed() {
        return new ServerUnavailableException(title + " did not start; its log " + log + " says why.");
    }

    /// Stops by SIGTERM and by the end of its standard input, then by force.
    void stop() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended.
        }
        process.destroy();
        try {
            if (!process.waitFor(GRACE_PERIOD.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
