package io.memlog.cli;

import io.memlog.cli.archive.ArchiveCommand;
import io.memlog.cli.archive.ArchiveListCommand;
import io.memlog.cli.archive.ArchiveRestoreCommand;
import io.memlog.cli.archive.ArchiveRunCommand;
import io.memlog.cli.deadletters.DeadLettersCommand;
import io.memlog.cli.deadletters.DiscardCommand;
import io.memlog.cli.deadletters.EditCommand;
import io.memlog.cli.deadletters.GroupsCommand;
import io.memlog.cli.deadletters.ListCommand;
import io.memlog.cli.deadletters.ReplayLettersCommand;
import io.memlog.cli.deadletters.ShowLetterCommand;
import io.memlog.cli.jobs.JobCancelCommand;
import io.memlog.cli.jobs.JobListCommand;
import io.memlog.cli.jobs.JobShowCommand;
import io.memlog.cli.jobs.JobWaitCommand;
import io.memlog.cli.jobs.JobsCommand;
import io.memlog.cli.jobs.ReplayCommand;
import io.memlog.cli.memories.ExportCommand;
import io.memlog.cli.memories.RelatedCommand;
import io.memlog.cli.memories.SearchCommand;
import io.memlog.cli.memories.ShowCommand;
import io.memlog.cli.status.StatusCommand;
import io.memlog.cli.store.StoreCommand;
import io.memlog.cli.sync.SyncCheckCommand;
import io.memlog.cli.sync.SyncCommand;
import io.memlog.cli.sync.SyncFindingsCommand;
import io.memlog.cli.sync.SyncFullCommand;
import io.memlog.cli.sync.SyncRebuildCommand;
import io.memlog.cli.sync.SyncRepairCommand;
import io.memlog.cli.sync.SyncStatusCommand;
import io.memlog.cli.terminal.Surroundings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;

/// All commands by their names. One is made only when it is needed, because reading what its annotations
/// say takes a noticeable part of a start.
final class Commands {

    private final Surroundings around;
    private final Map<String, Supplier<Object>> byName = new LinkedHashMap<>();

    Commands(Surroundings around) {
        this.around = around;
        byName.put("status", () -> new StatusCommand(around));
        byName.put("store", () -> new StoreCommand(around));
        byName.put("search", () -> new SearchCommand(around));
        byName.put("show", () -> new ShowCommand(around));
        byName.put("related", () -> new RelatedCommand(around));
        byName.put("export", () -> new ExportCommand(around));
        byName.put("dead-letters", this::deadLetters);
        byName.put("replay", () -> new ReplayCommand(around));
        byName.put("sync", this::sync);
        byName.put("archive", this::archive);
        byName.put("jobs", this::jobs);
        byName.put("generate-completion", GenerateCompletion::new);
    }

    /// The root with the command of this name; with all of them when there is none.
    CommandLine named(String name) {
        var root = new CommandLine(new RootCommand());
        var one = byName.get(name);
        if (one != null && !name.equals("generate-completion")) {
            return root.addSubcommand(name, one.get());
        }
        byName.forEach((each, command) -> root.addSubcommand(each, command.get()));
        return root;
    }

    private CommandLine deadLetters() {
        return new CommandLine(new DeadLettersCommand())
                .addSubcommand(new ListCommand(around))
                .addSubcommand(new GroupsCommand(around))
                .addSubcommand(new ShowLetterCommand(around))
                .addSubcommand(new ReplayLettersCommand(around))
                .addSubcommand(new EditCommand(around))
                .addSubcommand(new DiscardCommand(around));
    }

    private CommandLine sync() {
        return new CommandLine(new SyncCommand())
                .addSubcommand(new SyncStatusCommand(around))
                .addSubcommand(new SyncCheckCommand(around))
                .addSubcommand(new SyncFindingsCommand(around))
                .addSubcommand(new SyncRepairCommand(around))
                .addSubcommand(new SyncFullCommand(around))
                .addSubcommand(new SyncRebuildCommand(around));
    }

    private CommandLine archive() {
        return new CommandLine(new ArchiveCommand())
                .addSubcommand(new ArchiveRunCommand(around))
                .addSubcommand(new ArchiveListCommand(around))
                .addSubcommand(new ArchiveRestoreCommand(around));
    }

    private CommandLine jobs() {
        return new CommandLine(new JobsCommand(around))
                .addSubcommand(new JobListCommand(around))
                .addSubcommand(new JobShowCommand(around))
                .addSubcommand(new JobCancelCommand(around))
                .addSubcommand(new JobWaitCommand(around));
    }
}
