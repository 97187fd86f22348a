package io.memlog.api.operations.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A change that is on record.
///
/// @param who     such as `key:ci`, `token:alice`, `local` or `memlog`
/// @param what    the type of the event, such as `memory_log.updated`, or the call, such as `POST /keys`
/// @param subject the stream that changed, such as `memory_log-7`, or the path of the call
/// @param address from where; null when no request made the change
/// @param request what the body of the call said, without a memory log; null for events and calls without a body
record AuditEntry(
        long position,
        Instant at,
        String who,
        String what,
        String subject,
        @JsonProperty("from") @Nullable String address,
        @Nullable JsonNode request) {}
