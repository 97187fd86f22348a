package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.hash.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysIT extends CommandTest {

    private static final String CREATED = """
            {"id":3,"name":"ci","role":"ingest","user_id":"ada","project_id":null,"created_at":"2026-01-01T00:00:00Z",
             "created_by":"local","expires_at":null,"revoked_at":null,"last_used_at":null,"secret":"mlk_secret"}""";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void create_shows_the_secret_alone_on_the_standard_output() {
        memlog.respond("POST /keys", 201, CREATED);

        var ended = run("keys create ci --role ingest --user ada");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("mlk_secret\n");
        assertThat(ended.err()).contains("shown once");
        assertThat(firstBody()).isEqualTo("""
                {"name":"ci","role":"ingest","user_id":"ada","project_id":null,"expires_at":null}""");
    }

    @Test
    void a_saved_key_is_for_its_owner_only_and_sent_by_later_commands() throws IOException {
        memlog.respond("POST /keys", 201, CREATED).respond("GET /keys", 200, "{\"items\":[],\"next_cursor\":null}");
        var environment = Map.of("XDG_CONFIG_HOME", folder.toString());
        var file = folder.resolve("memlog/key");

        var created = new Run(memlog).environment(environment).run("keys create ci --role ingest --save");
        var listed = new Run(memlog).environment(environment).run("keys list");

        assertThat(created.status()).isZero();
        assertThat(listed.status()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(memlog.requests())
                .extracting(FakeMemlog.Request::authorization)
                .containsExactly("", "Bearer mlk_secret");
    }

    @Test
    void a_key_file_that_others_may_read_is_refused() throws IOException {
        var file = Files.createDirectories(folder.resolve("memlog")).resolve("key");
        Files.writeString(file, "mlk_secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        var ended = new Run(memlog)
                .environment(Map.of("XDG_CONFIG_HOME", folder.toString()))
                .run("keys list");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("chmod 600").doesNotContain("mlk_secret");
        assertThat(memlog.requests()).isEmpty();
    }

    @Test
    void a_saved_key_is_sent_to_no_other_memlog() {
        memlog.respond("POST /keys", 201, CREATED);
        var environment = Map.of("XDG_CONFIG_HOME", folder.toString());
        new Run(memlog).environment(environment).run("keys create ci --role ingest --save");
        try (var other = new FakeMemlog()) {
            other.respond("GET /keys", 200, "{\"items\":[],\"next_cursor\":null}");

            new Run(other).environment(environment).run("keys list");

            assertThat(other.requests())
                    .extracting(FakeMemlog.Request::authorization)
                    .containsExactly("");
        }
    }

    @Test
    void an_option_is_used_before_the_file() {
        memlog.respond("GET /keys", 200, "{\"items\":[],\"next_cursor\":null}");

        run("keys list --key mlk_given");

        assertThat(memlog.requests())
                .extracting(FakeMemlog.Request::authorization)
                .containsExactly("Bearer mlk_given");
    }

    @Test
    void a_missing_key_is_refused_with_what_to_do() {
        memlog.respond("GET /keys", 401, "{\"title\":\"The caller is not known\",\"status\":401,\"detail\":\"d\"}");

        var ended = run("keys list");

        assertThat(ended.status()).isEqualTo(4);
        assertThat(ended.err()).contains("--key", "MEMLOG_KEY");
    }

    @Test
    void revoke_names_the_key() {
        memlog.respond("DELETE /keys/3", 204, "");

        var ended = run("keys revoke 3");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("Key 3 is revoked.\n");
    }

    @Test
    void bootstrap_leaves_only_the_hash_in_the_data_folder() throws IOException {
        var ended = run("keys create --bootstrap --data " + folder);

        var secret = ended.out().strip();
        var file = folder.resolve("admin-key-hash");
        assertThat(ended.status()).isZero();
        assertThat(secret).matches("mlk_[A-Za-z0-9_-]{43}");
        assertThat(Files.readString(file).strip()).isEqualTo(Sha256.hex(secret));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(memlog.requests()).isEmpty();
    }

    @Test
    void a_url_with_a_password_is_refused_without_showing_it() {
        var ended = run("keys list --url http://ada:hunter2@localhost:1");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("--key").doesNotContain("hunter2");
    }
}
