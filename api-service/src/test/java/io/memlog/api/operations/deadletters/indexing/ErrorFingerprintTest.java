package io.memlog.api.operations.deadletters.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.memlog.api.operations.deadletters.Failure.Cause;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorFingerprintTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memory 17 is broken | memory 18 is broken",
                "no letter 7b1f3c52-9a0e-4c39-9d53-0e4f1f1b0a11 | no letter 00000000-0000-0000-0000-000000000001",
                "hash 9f86d081884c7d65 differs | hash 2c26b46b68ffc68f differs",
                "at 0x7fff5c | at 0xdeadbeef",
                "user \"alice@example.com\" is unknown | user \"bob@example.org\" is unknown",
                "collection 'shop-1f3a' is away | collection 'blog-77' is away",
                "mem-42-x was refused | mem-7-abc was refused",
                "line: 1, column: 17 | line: 204, column: 3",
                "took 1.5 s | took -20.25 s"
            })
    void messages_that_differ_in_ids_or_numbers_have_the_same_fingerprint(String one, String other) {
        assertThat(textOf(one)).isEqualTo(textOf(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "field \"task\" is missing | field \"agent\" is missing",
                "connection refused | connection reset",
                "too many relations | too many entities"
            })
    void messages_that_differ_in_words_have_different_fingerprints(String one, String other) {
        assertThat(textOf(one)).isNotEqualTo(textOf(other));
    }

    @Test
    void a_group_id_depends_on_consumer_and_fingerprint() {
        var group = ErrorFingerprint.group(Projection.VECTOR, "undecodable: no");

        assertThat(group)
                .matches("[0-9a-f]{16}")
                .isEqualTo(ErrorFingerprint.group(Projection.VECTOR, "undecodable: no"));
        assertThat(group).isNotEqualTo(ErrorFingerprint.group(Projection.GRAPH, "undecodable: no"));
        assertThat(group).isNotEqualTo(ErrorFingerprint.group(Projection.VECTOR, "undecodable: yes"));
    }

    @Test
    void a_fingerprint_contains_reason_exception_and_message() {
        assertThat(ErrorFingerprint.of(Cause.of("undecodable", "io.memlog.Bad", "at 7", null)))
                .isEqualTo("undecodable: io.memlog.Bad: at <n>");
        assertThat(ErrorFingerprint.of(Cause.of("unclassified", "", "", null))).isEqualTo("unclassified");
    }

    @Test
    void white_space_does_not_change_a_fingerprint() {
        assertThat(textOf("a\nb   c")).isEqualTo(textOf("a b c"));
    }

    @ParameterizedTest
    @MethodSource("hostileMessages")
    void hostile_messages_do_not_cause_backtracking(String message) {
        var text = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> textOf(message));

        assertThat(text).isNotEmpty();
    }

    private static Stream<String> hostileMessages() {
        return Stream.of(
                "a".repeat(2_000), "\"".repeat(2_000), "a-".repeat(1_000) + "1".repeat(5), "f".repeat(2_000) + "!");
    }

    private static String textOf(String message) {
        return ErrorFingerprint.of(Cause.of("test", "", message, null));
    }
}
