package io.memlog.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// An installed Node in a version that Chroma supports.
record Node(Path program) {

    private static final int MIN_MAJOR = 20;
    private static final Pattern MAJOR = Pattern.compile("v(\\d+)\\..*");
    private static final String REMEDY =
            "install Node 20 or newer with npm, or use a running Chroma with --chroma-url.";

    /// @throws ServerUnavailableException when there is none
    static Node find() {
        var program = onPath("node")
                .orElseThrow(
                        () -> new ServerUnavailableException("Chroma needs Node, which is not on the PATH; " + REMEDY));
        var version = versionOf(program);
        var major = MAJOR.matcher(version);
        if (!major.matches() || Integer.parseInt(major.group(1)) < MIN_MAJOR) {
            throw new ServerUnavailableException(
                    "Chroma needs Node " + MIN_MAJOR + ", and " + program + " is " + version + "; " + REMEDY);
        }
        return new Node(program);
    }

    /// @throws ServerUnavailableException when there is none
    static Path npm() {
        return onPath("npm")
                .orElseThrow(() -> new ServerUnavailableException(
                        "The first start downloads Chroma with npm, which is not on the PATH; " + REMEDY));
    }

    static Optional<Path> onPath(String program) {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String versionOf(Path program) {
        try {
            var process = new ProcessBuilder(program.toString(), "--version")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            process.waitFor(10, TimeUnit.SECONDS);
            return version;
        } catch (IOException e) {
            throw new ServerUnavailableException(program + " does not run; " + REMEDY, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("The start of Chroma was interrupted.", e);
        }
    }
}
