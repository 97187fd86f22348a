package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What an operator does about dead letters, over HTTP.
record Operator(Client client) {

    /// Waits until this many letters answer to the filter, and returns them.
    JsonNode awaitLetters(String filter, int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> countOf(filter) == count);
        return letters(filter + "&limit=100").path("items");
    }

    int countOf(String filter) {
        int count = 0;
        for (var group : ok("/dead-letters/groups?" + filter).path("items")) {
            count += group.path("count").intValue();
        }
        return count;
    }

    /// The groups that a filter finds, most letters first.
    JsonNode groups(String filter) {
        return ok("/dead-letters/groups?" + filter).path("items");
    }

    JsonNode letters(String filter) {
        return ok("/dead-letters?" + filter);
    }

    JsonNode letter(String id) {
        return ok("/dead-letters/" + id);
    }

    /// Replays one letter, and returns the state in which that ends.
    String replayed(String id) throws IOException, InterruptedException {
        var job = client.post("/dead-letters/" + id + "/replay", Map.of());
        assertThat(job.statusCode()).as(job.body()).isEqualTo(202);
        awaitEnd(Client.json(job).path("id").stringValue());
        await().atMost(Duration.ofSeconds(60)).until(() -> !stateOf(id).equals("replaying"));
        return stateOf(id);
    }

    /// Starts to replay what a filter finds, and returns the job.
    JsonNode replayAll(Map<String, Object> filter, int ratePerSecond) throws IOException, InterruptedException {
        var job = client.post("/dead-letters/replay", Map.of("filter", filter, "rate_per_second", ratePerSecond));
        assertThat(job.statusCode()).as(job.body()).isEqualTo(202);
        return Client.json(job);
    }

    JsonNode awaitEnd(String job) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Set.of("completed", "failed", "cancelled")
                        .contains(job(job).path("state").stringValue()));
        return job(job);
    }

    JsonNode job(String id) {
        return ok("/jobs/" + id);
    }

    String stateOf(String letter) {
        return letter(letter).path("state").stringValue();
    }

    private JsonNode ok(String path) {
        try {
            var answer = client.get(path);
            assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
            return Client.json(answer);
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(path, e);
        }
    }
}
