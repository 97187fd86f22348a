package io.memlog.cli.keys;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.ApiException;
import io.memlog.cli.client.KeyFile;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.client.TenantFilter;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.schemas.hash.Sha256;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `memlog keys create`.
@Command(
        name = "create",
        description = {
            "Makes an API key and shows its secret, once.",
            "A read or ingest key of a user or project sees only that one's memory logs.",
            "With --bootstrap it makes the administrator's key of a data folder, without a running Memlog."
        },
        footer = {
            "  memlog keys create ada --role admin --save",
            "  memlog keys create ci --role ingest --user user123 --project project456 --expires 2027-01-01T00:00:00Z",
            "  memlog keys create --bootstrap --data .memlog"
        })
final class CreateCommand extends ApiCommand {

    /// The data folder holds the hash, so that a backup of it opens nothing.
    private static final String ADMIN_KEY_HASH = "admin-key-hash";

    private static final int SECRET_BYTES = 32;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "the name, as the audit shows it")
    private @Nullable String name;

    @Option(names = "--role", paramLabel = "ROLE", description = "read, ingest, operate or admin")
    private @Nullable String role;

    @Mixin
    private final TenantFilter tenant = new TenantFilter();

    @Option(names = "--expires", paramLabel = "TIME", description = "when it expires, such as 2027-01-01T00:00:00Z")
    private @Nullable String expires;

    @Option(names = "--save", description = "also saves it as the key of this command line")
    private boolean save;

    @Option(names = "--bootstrap", description = "makes the administrator's key of a data folder")
    private boolean bootstrap;

    @Option(names = "--data", paramLabel = "FOLDER", description = "the data folder, with --bootstrap (.memlog)")
    private @Nullable Path data;

    @Override
    public Integer call() throws IOException {
        return bootstrap ? bootstrap() : create();
    }

    private int create() throws IOException {
        if (name == null || role == null) {
            throw usageError("give a NAME and --role, or --bootstrap");
        }
        if (data != null) {
            throw usageError("--data belongs to --bootstrap");
        }
        var key = Json.mapper().createObjectNode().put("name", name).put("role", role);
        var request = tenant.addTo(key).put("expires_at", expires);
        var response = client().post(RequestPath.of("/keys"), request);
        var secret = response.json().path("secret").asString();
        if (save) {
            saveKey(secret);
        }
        return show(response, _ -> tell(secret));
    }

    private int bootstrap() throws IOException {
        if (name != null || role != null || tenant.isGiven() || expires != null) {
            throw usageError("--bootstrap makes the administrator's key, which has no other options");
        }
        var folder = data == null ? Path.of(".memlog") : data;
        if (!Files.isDirectory(folder)) {
            throw ApiException.unexpected(folder + " is no folder; ./memlog run makes it");
        }
        var bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        var secret = "mlk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var file = folder.resolve(ADMIN_KEY_HASH);
        var written = Files.createTempFile(
                folder,
                ADMIN_KEY_HASH,
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(written, Sha256.hex(secret) + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        if (save) {
            saveKey(secret);
        }
        if (isJson()) {
            print(Json.mapper().createObjectNode().put("secret", secret).toString());
        } else {
            tell(secret);
            info("It is accepted from the next start with this data folder, and replaces an earlier one.");
        }
        return ExitCode.DONE;
    }

    private void saveKey(String secret) throws IOException {
        var file = KeyFile.of(context());
        file.write(secret, url());
        info("Saved to " + file.path() + ".");
    }

    private void tell(String secret) {
        print(secret);
        info("This is shown once. Send it as Authorization: Bearer, or set MEMLOG_KEY.");
    }
}
