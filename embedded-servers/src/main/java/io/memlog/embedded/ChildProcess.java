package io.memlog.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A child process of this or an earlier run. Its start time and the data folder on its command line identify
/// it beside its id, because ids are reused.
record ChildProcess(long pid, Instant startedAt, Path data) {

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    static Optional<ChildProcess> of(ProcessHandle process, Path data) {
        return process.info().startInstant().map(start -> new ChildProcess(process.pid(), start, data));
    }

    /// The process; empty when it has ended, even if another process has its id.
    Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSameProcess);
    }

    /// Stops the process: first by SIGINT, then by force after the grace period.
    void stop(Duration gracePeriod) {
        handle().ifPresent(process -> {
            interrupt();
            if (!awaitEnd(process, gracePeriod)) {
                process.destroyForcibly();
                awaitEnd(process, Duration.ofSeconds(10));
            }
        });
    }

    private boolean isSameProcess(ProcessHandle process) {
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

    /// A zombie process has no command line and counts as ended.
    private boolean awaitEnd(ProcessHandle process, Duration timeout) {
        var deadline = System.nanoTime() + timeout.toNanos();
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
