package io.memlog.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The programs of PostgreSQL. [io.zonky.test.db.postgres.embedded.EmbeddedPostgres] unpacks their archive, once per
/// JVM, to a folder with the archive's digest in its name.
final class PostgresPrograms implements PgBinaryResolver {

    static final PostgresPrograms INSTANCE = new PostgresPrograms();

    private volatile String digest = "";

    private PostgresPrograms() {}

    static Path cache() {
        return UserCache.folder("postgresql");
    }

    @Override
    public InputStream getPgBinary(String system, String machine) throws IOException {
        try (var archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
            var bytes = archive.readAllBytes();
            digest = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
            return new ByteArrayInputStream(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The command that runs a program after the archive was unpacked. PostgreSQL refuses to run as root, which it
    /// is not within a namespace of its own.
    List<String> command(String program) {
        var command = new ArrayList<String>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(
                cache().resolve("PG-" + digest).resolve("bin").resolve(program).toString());
        return command;
    }
}
