package io.memlog.cli.sync;

import picocli.CommandLine.Command;

/// `memlog sync`.
@Command(
        name = "sync",
        description = "Compares the indexes with the log, and brings them back to what it holds.",
        footer = {
            "Examples:",
            "  memlog sync check",
            "  memlog sync findings --state open",
            "  memlog sync repair --user ada",
            "  memlog sync rebuild --projection vector"
        })
public final class SyncCommand {}
