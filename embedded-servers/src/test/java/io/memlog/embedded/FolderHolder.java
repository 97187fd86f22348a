package io.memlog.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A program that takes a data folder, and waits to be killed.
final class FolderHolder {

    private FolderHolder() {}

    public static void main(String[] arguments) throws Exception {
        try (var folder = DataFolder.lock(Path.of(arguments[0]))) {
            sayReadyAndWait();
            System.out.println(folder.path());
        }
    }

    static void sayReadyAndWait() throws InterruptedException {
        System.out.println("ready");
        new CountDownLatch(1).await();
    }
}
