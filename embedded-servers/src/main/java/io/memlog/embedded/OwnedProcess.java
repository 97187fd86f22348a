package io.memlog.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A process of ours that may have been started by an earlier run. It is known by its id together with its
/// start time and the data folder on its command line, because ids are used again.
record OwnedProcess(long pid, Instant startedAt, Path data) {

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    static Optional<OwnedProcess> of(ProcessHandle process, Path data) {
        return process.info().startInstant().map(start -> new OwnedProcess(process.pid(), start, data));
    }

    /// The process, when it still runs and no other took its id.
    Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isThisOne);
    }

    /// Ends the process: first a request (SIGINT), then by force once the grace period is over.
    void end(Duration grace) {
        handle().ifPresent(process -> {
            interrupt();
            if (!endsWithin(process, grace)) {
                process.destroyForcibly();
                endsWithin(process, Duration.ofSeconds(10));
            }
        });
    }

    private boolean isThisOne(ProcessHandle process) {
        var info = process.info();
        return info.commandLine().filter(line -> line.contains(data.toString())).isPresent()
                && info.startInstant()
                        .map(start -> Duration.between(startedAt, start).abs())
                        .filter(difference -> difference.compareTo(CLOCK_TOLERANCE) <= 0)
                        .isPresent();
    }

    private void interrupt() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            handle().ifPresent(ProcessHandle::destroy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// An ended process that nobody has collected yet has no command line any more, so it counts as gone.
    private boolean endsWithin(ProcessHandle process, Duration time) {
        var deadline = System.nanoTime() + time.toNanos();
        while (handle().isPresent()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            process.onExit()
                    .completeOnTimeout(process, 20, TimeUnit.MILLISECONDS)
                    .join();
        }
        return true;
    }
}
