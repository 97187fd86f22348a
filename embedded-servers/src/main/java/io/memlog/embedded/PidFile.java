package io.memlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The file in a data folder that identifies its child process, so that a start after a kill can stop it.
record PidFile(Path data) {

    private static final Duration GRACE_PERIOD = Duration.ofSeconds(10);

    void write(ProcessHandle handle) throws IOException {
        var process = ChildProcess.of(handle, data);
        if (process.isPresent()) {
            var child = process.get();
            Files.write(
                    file(),
                    List.of(Long.toString(child.pid()), child.startedAt().toString()));
        }
    }

    /// Stops the recorded process if it still runs, and deletes the file.
    void stopOrphan() {
        try {
            read().ifPresent(child -> child.stop(GRACE_PERIOD));
            Files.deleteIfExists(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file() {
        return data.resolve("child");
    }

    private Optional<ChildProcess> read() throws IOException {
        var lines = Files.exists(file()) ? Files.readAllLines(file()) : List.<String>of();
        return lines.size() < 2
                ? Optional.empty()
                : Optional.of(new ChildProcess(Long.parseLong(lines.getFirst()), Instant.parse(lines.get(1)), data));
    }
}
