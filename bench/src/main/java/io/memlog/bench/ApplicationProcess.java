package io.memlog.bench;

import java.io.IOException;

/// The main class of a JVM that runs an application from its jar, which is on its class path, and that ends when its
/// standard input does, as that does when the parent dies.
final class ApplicationProcess {

    private ApplicationProcess() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("parent").start(ApplicationProcess::exitWithParent);
        Class.forName("org.springframework.boot.loader.launch.JarLauncher")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }

    static void exitWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is sent.
            }
        } catch (IOException e) {
            // There is nothing to read from any more.
        }
        System.exit(0);
    }
}
