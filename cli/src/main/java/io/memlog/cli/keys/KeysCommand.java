package io.memlog.cli.keys;

import static io.memlog.cli.terminal.Field.at;
import static io.memlog.cli.terminal.Field.time;
import static io.memlog.cli.terminal.Table.Column.left;
import static io.memlog.cli.terminal.Table.Column.right;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.PageOptions;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `memlog keys`.
@Command(
        name = "keys",
        description = {
            "Makes, lists and revokes API keys.",
            "While there is no key, everyone who reaches Memlog on this machine is an administrator."
        },
        subcommands = {CreateCommand.class, KeysCommand.ListCommand.class, KeysCommand.RevokeCommand.class},
        footer = {
            "  memlog keys create ada --role admin --save",
            "  memlog keys create ci --role ingest --user user123 --project project456",
            "  memlog keys list",
            "  memlog keys revoke 3"
        })
public final class KeysCommand {

    @Command(
            name = "list",
            description = "Lists API keys without their secrets, the newest first.",
            footer = {"  memlog keys list"})
    static final class ListCommand extends ApiCommand {

        private static final Table TABLE = Table.of(
                right("id", at("id")),
                left("name", at("name")),
                left("role", at("role")),
                left("user", at("user_id", "all")),
                left("project", at("project_id", "all")),
                left("created", time("created_at")),
                left("last used", time("last_used_at", "-")),
                left("expires", time("expires_at", "-")),
                left("revoked", time("revoked_at", "-")));

        @Mixin
        private final PageOptions page = new PageOptions();

        @Override
        public Integer call() {
            return list(page.addTo(RequestPath.of("/keys")), TABLE, "There are no keys.");
        }
    }

    @Command(
            name = "revoke",
            description = "Revokes an API key; within seconds it is accepted nowhere.",
            footer = {"  memlog keys revoke 3"})
    static final class RevokeCommand extends ApiCommand {

        @Parameters(paramLabel = "ID", description = "the id of the key, as memlog keys list shows it")
        private String id = "";

        @Override
        public Integer call() {
            var response = client().delete(RequestPath.of("/keys", id));
            print(isJson() ? response.text() : "Key " + id + " is revoked.");
            return ExitCode.DONE;
        }
    }
}
