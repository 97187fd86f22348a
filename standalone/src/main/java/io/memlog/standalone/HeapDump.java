package io.memlog.standalone;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/// What the JVM writes before it ends because its heap is full: one file, which only the current user may read. While
/// there is one, it writes no other, so that restarts do not fill the disk.
final class HeapDump {

    static final String FILE = "heap-dump.hprof";

    private HeapDump() {}

    static void into(Path folder) {
        var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        jvm.setVMOption("HeapDumpPath", folder.resolve(FILE).toString());
        jvm.setVMOption("HeapDumpOnOutOfMemoryError", "true");
    }
}
