package io.memlog.embedding.chroma;

import io.memlog.embedded.ChromaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// One Chroma server for all tests that do not harm it; it ends with the tests.
public final class SharedChroma {

    private static final ChromaServer SERVER = start();

    private SharedChroma() {}

    public static String url() {
        return SERVER.url();
    }

    private static ChromaServer start() {
        try {
            var server = ChromaServer.start(Files.createTempDirectory(Path.of("target"), "chroma"), 0);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
