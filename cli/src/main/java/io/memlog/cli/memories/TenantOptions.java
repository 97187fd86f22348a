package io.memlog.cli.memories;

import io.memlog.schemas.json.Json;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// The user and project of the memory logs, where both are required.
final class TenantOptions {

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            required = true,
            defaultValue = "${env:MEMLOG_USER}",
            description = "the user of the memory logs ($MEMLOG_USER)")
    private String user = "";

    @Option(
            names = {"-p", "--project"},
            paramLabel = "PROJECT",
            required = true,
            defaultValue = "${env:MEMLOG_PROJECT}",
            description = "the project of the memory logs ($MEMLOG_PROJECT)")
    private String project = "";

    ObjectNode json() {
        return Json.mapper().createObjectNode().put("user_id", user).put("project_id", project);
    }
}
