package io.memlog.cli.terminal;

import picocli.CommandLine.Option;

/// Who reads the output: people or scripts.
public final class OutputOptions {

    @Option(
            names = {"-o", "--output"},
            order = 100,
            paramLabel = "table|json",
            description = "table is for people (the default), json for scripts")
    private Format format = Format.TABLE;

    public boolean isJson() {
        return format == Format.JSON;
    }

    enum Format {
        TABLE,
        JSON
    }
}
