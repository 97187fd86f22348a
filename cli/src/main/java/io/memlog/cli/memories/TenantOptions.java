package io.memlog.cli.memories;

import picocli.CommandLine.Option;

/// Whose memory logs, where that has to be said.
final class TenantOptions {

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            required = true,
            order = 1,
            defaultValue = "${env:MEMLOG_USER}",
            description = "whose memory logs ($MEMLOG_USER)")
    private String user = "";

    @Option(
            names = {"-p", "--project"},
            paramLabel = "PROJECT",
            required = true,
            order = 2,
            defaultValue = "${env:MEMLOG_PROJECT}",
            description = "of which project ($MEMLOG_PROJECT)")
    private String project = "";

    String user() {
        return user;
    }

    String project() {
        return project;
    }
}
