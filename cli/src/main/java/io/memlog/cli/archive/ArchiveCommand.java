package io.memlog.cli.archive;

import picocli.CommandLine.Command;

/// `memlog archive`.
@Command(
        name = "archive",
        description = {
            "Moves former versions of memory logs out of the log into compressed files, and brings them back.",
            "The latest version of each memory log always stays."
        },
        footer = {
            "Examples:",
            "  memlog archive run --older-than 90d --dry-run",
            "  memlog archive list",
            "  memlog archive restore --all"
        })
public final class ArchiveCommand {}
