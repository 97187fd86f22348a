package io.memlog.api.http.security;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.api.http.Role;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A service that has an admin key and one of the role operate, which all tests of it share, and keys of every kind.
abstract class SecuredServiceTest {

    static final String ADMIN = "mlk_" + "a".repeat(43);
    static final String OPERATE = "mlk_" + "o".repeat(43);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final RunningService SHARED =
            RunningService.isolated("--memlog.security.admin-key=" + ADMIN, "--memlog.security.operate-key=" + OPERATE);

    final RunningService service = SHARED;

    final Answer make(String body) {
        return post("/keys", body, ADMIN);
    }

    final String key(Role role, String more) {
        return make("{\"name\":\"k" + NUMBER.incrementAndGet() + "\",\"role\":\"" + role.wireName() + "\"" + more + "}")
                .json()
                .get("secret")
                .stringValue();
    }

    final String bound(String user, String project) {
        return key(Role.INGEST, ",\"user_id\":\"" + user + "\",\"project_id\":\"" + project + "\"");
    }

    final Answer get(String path, String key) {
        return send("GET", path, null, key);
    }

    final Answer post(String path, String body, String key) {
        return send("POST", path, body, key);
    }

    final Answer delete(String path, String key) {
        return send("DELETE", path, null, key);
    }

    final Answer send(String method, String path, @Nullable String body, @Nullable String key) {
        return service.send(
                method, path, body, key == null ? new String[0] : new String[] {"Authorization", "Bearer " + key});
    }
}
