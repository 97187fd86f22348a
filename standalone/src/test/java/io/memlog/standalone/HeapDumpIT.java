package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapDumpIT {

    private static final int OUT_OF_MEMORY = 3;

    @TempDir
    Path folder;

    @Test
    void a_full_heap_leaves_one_file_that_only_its_owner_may_read() throws Exception {
        assertThat(fillHeap()).isEqualTo(OUT_OF_MEMORY);
        var dump = folder.resolve(HeapDump.FILE);
        var written = Files.getLastModifiedTime(dump);

        assertThat(fillHeap()).isEqualTo(OUT_OF_MEMORY);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dump)))
                .isEqualTo("rw-------");
        assertThat(Files.size(dump)).isPositive();
        assertThat(Files.getLastModifiedTime(dump)).isEqualTo(written);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(dump);
        }
    }

    private int fillHeap() throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx32m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullHeap.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /// Memlog with too much in memory.
    static final class FullHeap {

        private FullHeap() {}

        public static void main(String[] arguments) {
            HeapDump.into(Path.of(arguments[0]));
            List<byte[]> memories = new ArrayList<>();
            while (memories.size() < Integer.MAX_VALUE) {
                memories.add(new byte[1024 * 1024]);
            }
        }
    }
}
