package io.memlog.cli.store;

import io.memlog.cli.client.ApiException;
import io.memlog.cli.terminal.Progress;
import java.io.IOException;
import java.util.function.Supplier;

/// Says how to go on when long work is interrupted, or Memlog fails.
///
/// @param sentence how far it came, and what to do
public record StopNotice(Progress progress, Supplier<String> sentence) {

    /// Work that can be run again.
    @FunctionalInterface
    public interface Work {
        void run() throws IOException, InterruptedException;
    }

    public void watch(Work work) throws IOException, InterruptedException {
        var shutdownHook = Thread.ofPlatform().unstarted(this::show);
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        try {
            work.run();
        } catch (ApiException e) {
            show();
            throw e;
        } finally {
            remove(shutdownHook);
            progress.clear();
        }
    }

    private void show() {
        progress.info(sentence.get());
    }

    private static void remove(Thread shutdownHook) {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The process is shutting down, so the hook runs already.
            return;
        }
    }
}
