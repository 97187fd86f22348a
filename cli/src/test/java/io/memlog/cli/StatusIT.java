package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusIT extends CommandTest {

    private static final String DEGRADED = """
            {"status":"degraded","at":"2025-11-13T08:30:00.123456Z",
             "stores":{"postgres":{"state":"up","reason":null},"neo4j":{"state":"down","reason":"Connection refused"}},
             "consumers":{"vector":{"state":"following","lag":0,"reason":null,"since":null},
                          "graph":{"state":"paused","lag":1234,"reason":"Neo4j is unavailable","since":"2025-11-13T08:00:00Z"}},
             "outbox":{"rows":5,"limit":1000000,"oldest_age_seconds":61.5,"parked":0},
             "dead_letters":{"open":2,"replaying":1,"parked":0,"oldest_age_seconds":7300,"by_consumer":{}}}""";

    @Test
    void tables_show_each_store_and_projection_with_its_reason() {
        memlog.respond("GET /status", 200, DEGRADED);

        var ended = run("status");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("""
                Memlog is degraded at 2025-11-13 08:30:00Z

                STORE     STATE  REASON
                postgres  up
                neo4j     down   Connection refused

                PROJECTION  CONSUMER    LAG  SINCE                 REASON
                vector      following     0
                graph       paused     1234  2025-11-13 08:00:00Z  Neo4j is unavailable

                Outbox: 5 of 1000000 rows, the oldest for 1 min 1 s
                Dead letters: 2 open, 1 being replayed, the oldest for 2 h 1 min
                  memlog dead-letters groups shows why
                """);
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void json_output_is_the_response_itself() {
        memlog.respond("GET /status", 200, DEGRADED);

        var ended = run("status --url", memlog.url() + "/", "-o", "json");

        assertThat(ended.out()).isEqualTo(DEGRADED + "\n");
        assertThat(ended.status()).isZero();
    }

    @Test
    void status_down_ends_with_unreachable() {
        memlog.respond("GET /status", 200, """
                {"status":"down","outbox":null,"dead_letters":null}""");

        var ended = run("status");

        assertThat(ended.status()).isEqualTo(5);
        assertThat(ended.out()).contains("Memlog is down", "Outbox: unknown", "Dead letters: unknown");
    }
}
