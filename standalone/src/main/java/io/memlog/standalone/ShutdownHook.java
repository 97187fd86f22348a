package io.memlog.standalone;

import io.memlog.embedded.DataFolder;
import java.time.Duration;

/// Stops all components when the process ends, and releases the data folder last. A component that is starting
/// is awaited, and interrupted when that takes long, as a download does.
final class ShutdownHook extends Thread {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(15);

    private final Components components;
    private final DataFolder folder;
    private final Console console;
    private final Thread starter;

    ShutdownHook(Components components, DataFolder folder, Console console, Thread starter) {
        super("shutdown-hook");
        this.components = components;
        this.folder = folder;
        this.console = console;
        this.starter = starter;
    }

    @Override
    public void run() {
        if (components.isClosed()) {
            components.close();
            return;
        }
        console.print("Memlog is stopping …");
        awaitStarting();
        components.close();
        folder.close();
        console.print("Memlog has stopped.");
    }

    private void awaitStarting() {
        try {
            if (!components.awaitStarting(START_TIMEOUT)) {
                starter.interrupt();
            }
        } catch (InterruptedException e) {
            starter.interrupt();
            interrupt();
        }
    }
}
