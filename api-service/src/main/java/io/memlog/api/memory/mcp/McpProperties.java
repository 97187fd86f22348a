package io.memlog.api.memory.mcp;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The endpoint for clients of the Model Context Protocol.
///
/// @param defaultUser    the user of `/mcp` for callers that are bound to none; empty for none
/// @param defaultProject the project of `/mcp` for callers that are bound to none; empty for none
@ConfigurationProperties("memlog.mcp")
record McpProperties(
        @DefaultValue("") String defaultUser,
        @DefaultValue("") String defaultProject) {}
