package io.memlog.api.memory.search;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Which searches are recorded as events of type `vector.searched`.
///
/// @param sample the part of the searches that is recorded, 0 to 1; 0 records none
/// @param query  whether the text of the query is recorded, too
@Validated
@ConfigurationProperties("memlog.search.recording")
record SearchRecordingProperties(
        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.1")
        double sample,

        @DefaultValue("false") boolean query) {}
