package io.memlog.cli.store;

import io.memlog.cli.server.Answer;
import io.memlog.cli.server.Query;
import io.memlog.cli.server.RefusedException;
import io.memlog.cli.server.Server;
import io.memlog.cli.server.UnexpectedAnswerException;
import io.memlog.cli.server.UnreachableException;
import io.memlog.cli.terminal.Surroundings;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Sends batches, each until every line of it is stored or refused. Sending again is safe, since each line
/// has its idempotency key; so an outage is waited out, for a while.
final class Sender {

    private static final int STORED = 201;
    private static final int UNAVAILABLE = 503;
    private static final String IN_PROGRESS = "urn:memlog:problem:in-progress";

    private final Server server;
    private final Surroundings around;
    private final Duration patience;
    private final Outcomes outcomes;
    private boolean answeredBefore;

    Sender(Server server, Surroundings around, Duration patience, Outcomes outcomes) {
        this.server = server;
        this.around = around;
        this.patience = patience;
        this.outcomes = outcomes;
    }

    /// @throws UnreachableException when there is no answer from the start, or for too long
    /// @throws RefusedException when Memlog answers with an outage for too long, or with any other problem
    void send(Batch batch) throws InterruptedException {
        var backOff = new BackOff(around, patience);
        var rest = batch;
        while (!rest.isEmpty()) {
            try {
                var answer = server.post(Query.of("/memory-logs/batch"), rest.body());
                answeredBefore = true;
                rest = settle(rest, answer);
                if (!rest.isEmpty() && !backOff.pause(Optional.empty())) {
                    throw new UnexpectedAnswerException(
                            rest.size() + " lines are still neither stored nor refused; the store seems to be away");
                }
            } catch (RefusedException e) {
                answeredBefore = true;
                if (!e.isOutage() || !backOff.pause(e.answer().retryAfter())) {
                    throw e;
                }
            } catch (UnreachableException e) {
                if (!answeredBefore || !backOff.pause(Optional.empty())) {
                    throw e;
                }
            }
        }
    }

    /// Notes what became of each line, and returns those to be sent again.
    private Batch settle(Batch batch, Answer answer) {
        var results = answer.json().path("results");
        if (results.size() != batch.size()) {
            throw new UnexpectedAnswerException(
                    "Memlog answered with " + results.size() + " results for " + batch.size() + " lines.");
        }
        var again = new Batch();
        for (int i = 0; i < batch.size(); i++) {
            var line = batch.line(i);
            var result = results.path(i);
            if (result.path("status").asInt(0) == STORED) {
                outcomes.stored(line.number(), result.path("id").asLong(0));
            } else if (isTransient(result)) {
                again.add(line);
            } else {
                outcomes.refused(line.number(), result.path("problem"));
            }
        }
        return again;
    }

    private static boolean isTransient(JsonNode result) {
        return result.path("status").asInt(0) == UNAVAILABLE
                || result.path("problem").path("type").asString("").equals(IN_PROGRESS);
    }
}
