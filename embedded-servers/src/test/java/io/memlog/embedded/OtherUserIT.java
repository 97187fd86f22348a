package io.memlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What another user of this machine can do with a running Memlog.
class OtherUserIT {

    @TempDir
    Path parent;

    @BeforeEach
    void setUp() throws Exception {
        assumeTrue(OtherUser.canBeTried(), "only root can act as another user");
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void the_data_folder_cannot_be_entered() throws Exception {
        var data = Files.createDirectory(parent.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));

        try (var folder = DataFolder.lock(data)) {
            var passwords = Passwords.in(folder.path());

            assertThat(OtherUser.run("ls " + parent)).contains("data");
            assertThat(OtherUser.run("ls " + data)).contains("Permission denied");
            assertThat(OtherUser.run("cat " + passwords.file())).contains("Permission denied");
        }
    }

    /// The answer to a login is `R`, its length, and a number: 10 asks for a proof of the password, 0 is a welcome.
    @Test
    void postgresql_asks_for_a_password() throws Exception {
        var login = "\\0\\0\\0\\x29\\0\\x03\\0\\0user\\0postgres\\0database\\0postgres\\0\\0";
        try (var server = PostgresServer.start(parent.resolve("postgres"), 0, Passwords.in(parent))) {
            var answer = OtherUser.run("exec 3<>/dev/tcp/127.0.0.1/" + server.port() + "; printf '" + login
                    + "' >&3; head -c 9 <&3 | od -An -tx1");

            assertThat(answer.strip()).startsWith("52 ").endsWith(" 00 00 00 0a");
        }
    }
}
