package io.memlog.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/// The conformance suite of the Model Context Protocol, in the version of its lock file, with a Node that is new enough
/// for it.
final class ConformanceSuite {

    private static final Path FILES = Path.of("src/test/conformance").toAbsolutePath();
    private static final Path PROGRAM = Path.of("node_modules/@modelcontextprotocol/conformance/dist/index.js");
    private static final String LOCK = "package-lock.json";
    private static final int MIN_NODE = 22;

    private final Path folder;

    private ConformanceSuite(Path folder) {
        this.folder = folder;
    }

    /// Downloads it, unless this version is there.
    static ConformanceSuite install() throws IOException, InterruptedException {
        var folder = Files.createDirectories(Path.of("target/conformance").toAbsolutePath());
        var installed = folder.resolve("node_modules").resolve(LOCK);
        if (!Files.exists(installed) || Files.mismatch(installed, FILES.resolve(LOCK)) >= 0) {
            for (var name : List.of("package.json", LOCK)) {
                Files.writeString(folder.resolve(name), Files.readString(FILES.resolve(name)));
            }
            var npm = run(folder, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
            if (npm.status() != 0) {
                throw new AssertionError(npm.output());
            }
            Files.copy(folder.resolve(LOCK), installed);
        }
        return new ConformanceSuite(folder);
    }

    /// Runs the scenarios of this suite against a server. It fails when a scenario fails that is not expected to, or
    /// passes although it is expected to fail.
    ///
    /// @param suite            `active`, or `pending` for scenarios that are not part of it yet
    /// @param expectedFailures the name of a list of scenarios; empty for none
    Ended run(String url, String suite, String expectedFailures) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(node(), folder.resolve(PROGRAM).toString(), "server", "--url", url, "--suite", suite));
        if (!expectedFailures.isEmpty()) {
            command.addAll(List.of(
                    "--expected-failures", FILES.resolve(expectedFailures).toString()));
        }
        return run(folder, command);
    }

    private String node() throws IOException, InterruptedException {
        var version = run(folder, List.of("node", "--version"));
        if (Integer.parseInt(version.output().replaceAll("^v(\\d+)\\.(?s:.*)", "$1")) >= MIN_NODE) {
            return "node";
        }
        try (var packages = Files.list(folder.resolve("node_modules"))) {
            return packages.filter(each -> each.getFileName().toString().startsWith("node-"))
                    .map(each -> each.resolve("bin/node"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new TestAbortedException("the suite needs Node " + MIN_NODE + " or newer"))
                    .toString();
        }
    }

    private static Ended run(Path folder, List<String> command) throws IOException, InterruptedException {
        var output = Files.createTempFile(folder, "output", ".txt");
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }

    record Ended(int status, String output) {}
}
