package io.memlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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

    @Test
    void chroma_has_no_data_for_who_does_not_know_the_name_of_the_tenant() throws Exception {
        var passwords = Passwords.in(parent);
        try (var server = ChromaServer.start(parent.resolve("chroma"), 0, passwords, message -> {})) {
            var api = server.url() + "/api/v2/";
            var collections = "/databases/default_database/collections";
            var created = OtherUser.run("curl -s -X POST -H 'Content-Type: application/json' -d '{\"name\": \"tea\"}' "
                    + api + "tenants/" + server.tenant() + collections);
            assertThat(created).contains("\"tea\"");

            for (var path : List.of(
                    "tenants",
                    "auth/identity",
                    "tenants/default_tenant" + collections,
                    "pre-flight-checks",
                    "version")) {
                assertThat(OtherUser.run("curl -s " + api + path))
                        .as(path)
                        .doesNotContain(server.tenant())
                        .doesNotContain("tea");
            }
            assertThat(OtherUser.run("curl -s -X POST " + api + "reset")).contains("Reset is disabled");
            assertThat(OtherUser.run("curl -s " + api + "tenants/" + server.tenant() + collections))
                    .contains("\"tea\"");
        }
    }
}
