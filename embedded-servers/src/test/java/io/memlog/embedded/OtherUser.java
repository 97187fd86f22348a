package io.memlog.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A user of this machine other than that of the tests, who has to be root for this.
final class OtherUser {

    private static final int ID = 65_534;

    private OtherUser() {}

    static boolean canBeTried() {
        return Files.isExecutable(Path.of("/usr/bin/setpriv"))
                && Integer.valueOf(0).equals(userOf(ProcessHandle.current()));
    }

    static void give(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", ID);
    }

    /// What a script of this user prints, errors included.
    static String run(String script) throws IOException, InterruptedException {
        var id = Integer.toString(ID);
        var process = new ProcessBuilder(
                        List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups", "bash", "-c", script))
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static Integer userOf(ProcessHandle process) {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc", Long.toString(process.pid())), "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            return -1;
        }
    }
}
