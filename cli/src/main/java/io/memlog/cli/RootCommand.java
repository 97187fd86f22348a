package io.memlog.cli;

import picocli.CommandLine.Command;

@Command(
        name = "memlog",
        description = "The command line of Memlog, the durable, searchable memory of AI agents.",
        footer = {"memlog COMMAND --help shows the options of a command, and examples."})
final class RootCommand {}
