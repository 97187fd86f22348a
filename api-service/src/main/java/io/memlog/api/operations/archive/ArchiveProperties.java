package io.memlog.api.operations.archive;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Where superseded events go to.
///
/// @param folder    where the files are; all instances share it
/// @param batchSize how many events a file has at most, give or take those that are superseded meanwhile
@Validated
@ConfigurationProperties("memlog.archive")
record ArchiveProperties(
        @NotNull @DefaultValue("archive") Path folder,
        @Min(1) @Max(1_000_000) @DefaultValue("10000") int batchSize) {}
