package io.memlog.standalone;

import io.memlog.embedded.DataFolder;
import java.time.Duration;

/// Runs when the process is asked to end: stops every part, and gives the data folder free last. A part that
/// is just starting is waited for, and interrupted when that takes long, as a download does.
final class StopAll extends Thread {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Parts parts;
    private final DataFolder folder;
    private final Screen screen;
    private final Thread starter;

    StopAll(Parts parts, DataFolder folder, Screen screen, Thread starter) {
        super("stop-all");
        this.parts = parts;
        this.folder = folder;
        this.screen = screen;
        this.starter = starter;
    }

    @Override
    public void run() {
        if (parts.isClosed()) {
            parts.close();
            return;
        }
        screen.say("Memlog is stopping …");
        settle();
        parts.close();
        folder.close();
        screen.say("Memlog has stopped.");
    }

    private void settle() {
        try {
            if (!parts.settle(PATIENCE)) {
                starter.interrupt();
            }
        } catch (InterruptedException e) {
            starter.interrupt();
            interrupt();
        }
    }
}
