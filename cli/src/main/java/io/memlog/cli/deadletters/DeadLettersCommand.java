package io.memlog.cli.deadletters;

import picocli.CommandLine.Command;

/// `memlog dead-letters`.
@Command(
        name = "dead-letters",
        description = "What an index could not take: seeing why, trying again, correcting it, or giving it up.",
        footer = {
            "Examples:",
            "  memlog dead-letters groups",
            "  memlog dead-letters list --consumer graph --state open",
            "  memlog dead-letters replay --group 1f0c9e2b7a5d4c38"
        })
public final class DeadLettersCommand {}
