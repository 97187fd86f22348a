package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two tenants whose ids are made to be taken for each other, through both indexes.
class LookAlikeTenantsIT {

    private static final List<String> MODES = List.of("hybrid", "vector", "text", "graph");

    @TempDir
    static Path data;

    static WholeSystem system;

    @BeforeAll
    static void start() {
        system = WholeSystem.start(data);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = ';',
            value = {
                "a_b;c;a;b_c",
                "a/b;d;a;b/d",
                "a:b;e;a;b:e",
                "ab;c;a;bc",
                "f;g;g;f",
                "Ada;p;ada;p",
                "STRASSE;p;straße;p",
                "İ;p;i;p",
                "é;p;e\u0301;p",
                "ﬁ;p;fi;p",
                "h ;p;h;p",
                " j;p;j;p",
                "k\u200b;p;k;p",
                "а;p;a;p",
                "%;p;l;p",
                "*;p;m;p",
                "n;*;n;p",
                "[* TO *];p;o;p",
                "q\" OR tenant:*;p;q;p",
                "1;p;01;p"
            })
    void neither_index_shows_one_tenant_a_memory_of_the_other(
            String user, String project, String otherUser, String otherProject) throws Exception {
        var one = new Member(user, project);
        var other = new Member(otherUser, otherProject);
        one.stores();
        other.stores();

        one.findsOnlyItsOwn();
        other.findsOnlyItsOwn();
    }

    @Test
    void the_memory_of_another_tenant_is_found_by_its_own_words_in_no_mode() throws Exception {
        var owner = new Member("owner", "p");
        owner.stores();
        var other = new Member("owner", "p ");

        for (var mode : MODES) {
            assertThat(other.search(mode)).as(mode).isEmpty();
        }
    }

    /// A tenant with two memories of the same words as those of every other.
    private static final class Member {

        private final String user;
        private final String project;
        private long first;
        private long second;

        Member(String user, String project) {
            this.user = user;
            this.project = project;
        }

        void stores() throws IOException, InterruptedException {
            first = store();
            second = store();
            assertThat(system.client().states(first, Duration.ofSeconds(30))).containsOnly("stored");
            assertThat(system.client().states(second, Duration.ofSeconds(30))).containsOnly("stored");
        }

        private long store() throws IOException, InterruptedException {
            var answer = system.client()
                    .post(
                            "/memory-logs",
                            Map.of(
                                    "task",
                                    "rotate-keys",
                                    "user_id",
                                    user,
                                    "project_id",
                                    project,
                                    "raw_data",
                                    Map.of("summary", "The SessionRegistry forgot its keys after a restart")));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            return Client.json(answer).path("id").longValue();
        }

        void findsOnlyItsOwn() throws IOException, InterruptedException {
            for (var mode : MODES) {
                assertThat(search(mode)).as(mode).containsExactlyInAnyOrder(first, second);
            }
            var related = Client.json(system.client().get("/memory-logs/" + first + "/related"));
            assertThat(related.path("memories")
                            .valueStream()
                            .map(hit -> hit.path("memory_log_id").longValue()))
                    .containsExactly(second);
        }

        List<Long> search(String mode) throws IOException, InterruptedException {
            var answer = system.client()
                    .post(
                            "/memory-logs/search",
                            Map.of(
                                    "query",
                                    "SessionRegistry",
                                    "user_id",
                                    user,
                                    "project_id",
                                    project,
                                    "mode",
                                    mode,
                                    "limit",
                                    50));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Memlog-Degraded")).isEmpty();
            return Client.json(answer)
                    .valueStream()
                    .map(hit -> hit.path("memory_log_id").longValue())
                    .toList();
        }
    }
}
