package io.memlog.api.operations.archive;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// The archive of superseded events.
///
/// @param folder    the folder of the archived files, which all instances share
/// @param batchSize how many events a file holds, more or less
@Validated
@ConfigurationProperties("memlog.archive")
record ArchiveProperties(
        @NotNull @DefaultValue("archive") Path folder,
        @Min(1) @Max(1_000_000) @DefaultValue("10000") int batchSize) {}
