package io.memlog.api.memory.search;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How a hybrid search ranks. Vector and text scores are in standard deviations; so are the weights of what follows.
///
/// @param candidates   how many memories of each of vector and text are ranked
/// @param textWeight   the share of the text score, 0 to 1; the rest is that of the vector score
/// @param predecessor  the part of the score of the memory before it in its conversation that a memory gets
/// @param successor    likewise of the memory after it
/// @param conversation the part of the mean of the three best scores of its conversation that a memory gets
/// @param agent        what a memory gets when the query names its agent in full
/// @param question     what a memory loses that ends with a question mark and is part of a conversation
/// @param length       what a memory loses for being shorter by a factor of e than 400 characters
@Validated
@ConfigurationProperties("memlog.search.ranking")
record RankingProperties(
        @Min(10) @Max(1000) @DefaultValue("100") int candidates,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.5")
        double textWeight,

        @DefaultValue("0.2") double predecessor,
        @DefaultValue("0.15") double successor,
        @DefaultValue("0.3") double conversation,
        @DefaultValue("1.0") double agent,
        @DefaultValue("0.5") double question,
        @DefaultValue("0.5") double length) {}
