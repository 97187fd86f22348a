package io.memlog.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/// Something that was measured. Those of one scenario are compared with the limit among them.
///
/// @param scenario what was done, such as `POST, 8 clients`
/// @param subject  who did it: Memlog, or what the limit is
/// @param limit    whether this is what the others of the scenario are compared with
record Measurement(
        String part,
        String scenario,
        String subject,
        boolean limit,
        @JsonUnwrapped Outcome outcome) {

    static final String MEMLOG = "Memlog";
}
