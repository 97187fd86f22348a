package io.memlog.bench;

import io.memlog.embedded.ServerUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A JVM of a server or an application.
record Child(String title, Process process, Path log) {

    /// With this it begins the line of what it says to the parent.
    static final String RESULT = "result ";

    private static final long GRACE_SECONDS = 30;

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

    /// Waits until it says something.
    String result() {
        try {
            var reader = process.inputReader();
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(RESULT)) {
                    return line.substring(RESULT.length());
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
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
