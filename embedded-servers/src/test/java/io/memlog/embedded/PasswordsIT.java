package io.memlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordsIT {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("passwords");
    }

    @Test
    void each_login_keeps_a_long_password_of_its_own() {
        var passwords = Passwords.in(folder);

        assertThat(passwords.of("neo4j.neo4j"))
                .hasSizeGreaterThan(40)
                .isNotEqualTo(passwords.of("kafka.memlog"))
                .isEqualTo(Passwords.in(folder).of("neo4j.neo4j"));
    }

    @Test
    void only_the_owner_may_read_the_file() throws Exception {
        Passwords.in(folder);
        assertThat(permissions()).isEqualTo("rw-------");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Passwords.in(folder);

        assertThat(permissions()).isEqualTo("rw-------");
        assertThat(folder).isDirectoryContaining(file::equals);
    }

    @Test
    void a_file_that_was_cut_off_is_completed() throws Exception {
        var before = Passwords.in(folder);
        Files.writeString(file, "postgresql.memlog=" + before.of("postgresql.memlog") + "\nneo4j.neo4j=short\n");

        var after = Passwords.in(folder);

        assertThat(after.of("postgresql.memlog")).isEqualTo(before.of("postgresql.memlog"));
        assertThat(after.of("neo4j.neo4j")).hasSizeGreaterThan(40);
        assertThat(after.of("kafka.memlog")).hasSizeGreaterThan(40);
    }

    private String permissions() throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
