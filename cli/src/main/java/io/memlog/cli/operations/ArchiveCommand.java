package io.memlog.cli.operations;

import static io.memlog.cli.terminal.Field.at;
import static io.memlog.cli.terminal.Field.time;
import static io.memlog.cli.terminal.Table.Column.left;
import static io.memlog.cli.terminal.Table.Column.right;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.terminal.Table;
import io.memlog.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `memlog archive`.
@Command(
        name = "archive",
        description = {
            "Moves superseded versions of memory logs from the log to compressed files, and restores them.",
            "The latest version of each memory log always stays."
        },
        subcommands = {
            ArchiveCommand.RunCommand.class,
            ArchiveCommand.ListCommand.class,
            ArchiveCommand.RestoreCommand.class
        },
        footer = {
            "  memlog archive run --older-than 90d --dry-run",
            "  memlog archive list",
            "  memlog archive restore --all"
        })
public final class ArchiveCommand {

    @Command(
            name = "run",
            description = {
                "Moves superseded versions to compressed files.",
                "Such a version cannot be read until it is restored."
            },
            footer = {
                "  memlog archive run --older-than 90d --dry-run",
                "  memlog archive run --before 2026-01-01 --no-wait"
            })
    static final class RunCommand extends JobSubmissionCommand {

        @Option(
                names = "--older-than",
                paramLabel = "AGE",
                description = "those recorded longer ago, such as 90d or 12h")
        private @Nullable String olderThan;

        @Option(names = "--before", paramLabel = "TIME", description = "those recorded before this date or date-time")
        private @Nullable String before;

        @Option(names = "--dry-run", description = "only shows how many match")
        private boolean dryRun;

        @Override
        public Integer call() throws InterruptedException {
            if ((olderThan == null) == (before == null)) {
                throw usageError("use either --older-than or --before");
            }
            var request = Json.mapper()
                    .createObjectNode()
                    .put("older_than", olderThan)
                    .put("before", before)
                    .put("dry_run", dryRun);
            return submit(
                    RequestPath.of("/archive"),
                    request,
                    found -> print(at("count", "?").of(found) + " superseded events were recorded before "
                            + time("before").of(found) + "."));
        }
    }

    @Command(
            name = "list",
            description = "Lists the files of the archive.",
            footer = {"  memlog archive list", "  memlog archive list -o json | jq -r .items[].name"})
    static final class ListCommand extends ApiCommand {

        private static final Table TABLE = Table.of(
                left("file", at("name")),
                right("events", at("events")),
                right("bytes", at("bytes")),
                left("first", time("first_recorded_at")).optional(),
                left("last", time("last_recorded_at")).optional(),
                left("restored", time("restored_at", "-")));

        @Override
        public Integer call() {
            return list(RequestPath.of("/archive"), TABLE, "The archive is empty.");
        }
    }

    @Command(
            name = "restore",
            description = "Restores the events of one file, or of all, to the log, byte for byte.",
            footer = {"  memlog archive restore events-1-9000-0f3b5c7d9e11.ndjson.gz", "  memlog archive restore --all"
            })
    static final class RestoreCommand extends JobSubmissionCommand {

        @Parameters(paramLabel = "FILE", arity = "0..1", description = "a file name that memlog archive list shows")
        private @Nullable String file;

        @Option(names = "--all", description = "all files that are not restored")
        private boolean all;

        @Override
        public Integer call() throws InterruptedException {
            if ((file == null) != all) {
                throw usageError(all ? "--all cannot be combined with a file" : "use a file or --all");
            }
            var request = Json.mapper().createObjectNode().put("file", file);
            return submit(RequestPath.of("/archive/restore"), request, _ -> print("There is nothing to restore."));
        }
    }
}
