package io.memlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The file that remembers which child process belongs to a data folder, so that a start after a kill finds
/// it.
record ChildRecord(Path data) {

    private static final Duration GRACE = Duration.ofSeconds(10);

    void write(ProcessHandle child) throws IOException {
        var process = OwnedProcess.of(child, data);
        if (process.isPresent()) {
            var owned = process.get();
            Files.write(
                    file(),
                    List.of(Long.toString(owned.pid()), owned.startedAt().toString()));
        }
    }

    /// Ends the recorded child if it still runs, and forgets it.
    void endLeftover() {
        try {
            read().ifPresent(child -> child.end(GRACE));
            Files.deleteIfExists(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file() {
        return data.resolve("child");
    }

    private Optional<OwnedProcess> read() throws IOException {
        var lines = Files.exists(file()) ? Files.readAllLines(file()) : List.<String>of();
        return lines.size() < 2
                ? Optional.empty()
                : Optional.of(new OwnedProcess(Long.parseLong(lines.getFirst()), Instant.parse(lines.get(1)), data));
    }
}
