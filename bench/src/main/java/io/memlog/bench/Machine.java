package io.memlog.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the bench ran.
///
/// @param commit of the sources, with a plus sign where files were changed since
/// @param load   the load average of the last minute before the bench; below 0 where it is unknown
record Machine(int processors, String model, long memoryMegabytes, String jvm, String commit, double load) {

    /// @param home the folder of the sources
    static Machine describe(Path home) {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                system.getAvailableProcessors(),
                readModel(),
                system.getTotalMemorySize() / 1024 / 1024,
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                readCommit(home),
                system.getSystemLoadAverage());
    }

    private static String readModel() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private static String readCommit(Path home) {
        var git = new ProcessBuilder("git", "describe", "--always", "--dirty=+")
                .directory(home.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        try (var output = git.start().getInputStream()) {
            var name = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
            return name.isEmpty() ? "unknown" : name;
        } catch (IOException e) {
            return "unknown";
        }
    }
}
