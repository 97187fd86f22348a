package io.memlog.eventstore.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The messages of one batch, all under way at the same time.
final class InFlightBatch {

    /// What became of a batch.
    ///
    /// @param done     the messages that are safe and may be forgotten
    /// @param refused  why, by position, for those that will never be delivered
    /// @param obstacle what was in the way of the others, null when there are no others
    record Outcome(
            List<OutboxMessage> done,
            Map<Long, String> refused,
            @Nullable Throwable obstacle) {}

    private record Sent(OutboxMessage message, CompletableFuture<?> acknowledgement) {

        boolean failed() {
            return acknowledgement.state() == Future.State.FAILED
                    && !(cause() instanceof UnpublishableMessageException);
        }

        Throwable cause() {
            return acknowledgement.exceptionNow();
        }
    }

    private final List<Sent> sent;

    private InFlightBatch(List<Sent> sent) {
        this.sent = sent;
    }

    static InFlightBatch none() {
        return new InFlightBatch(List.of());
    }

    /// Sends the messages in their order, up to the first that fails at once: those behind it must not
    /// overtake it.
    static InFlightBatch start(List<OutboxMessage> messages, Publisher publisher) throws InterruptedException {
        List<Sent> sent = new ArrayList<>(messages.size());
        for (var message : messages) {
            var each = new Sent(message, publisher.send(message));
            sent.add(each);
            if (each.failed()) {
                break;
            }
        }
        return new InFlightBatch(sent);
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    /// Whether one of the messages is known to have failed.
    boolean hasFailed() {
        return sent.stream().anyMatch(Sent::failed);
    }

    List<Long> positions() {
        return sent.stream().map(each -> each.message.position()).toList();
    }

    /// @return whether each message is delivered or has failed, false when the time was up
    boolean await(Duration atMost) throws InterruptedException {
        try {
            CompletableFuture.allOf(sent.stream().map(Sent::acknowledgement).toArray(CompletableFuture[]::new))
                    .get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /// What became of the messages, once they have been waited for.
    ///
    /// @param stuck the keys of messages that failed earlier; failing ones are added. What follows on such
    ///     a key is sent again after it although it was acknowledged, so that the newest comes last
    Outcome outcome(Set<String> stuck) {
        List<OutboxMessage> done = new ArrayList<>(sent.size());
        Map<Long, String> refused = new LinkedHashMap<>();
        Throwable obstacle = null;
        for (var each : sent) {
            var message = each.message;
            if (each.failed()) {
                stuck.add(message.key());
                obstacle = obstacle == null ? each.cause() : obstacle;
            } else if (each.acknowledgement.isCompletedExceptionally()) {
                refused.put(message.position(), String.valueOf(each.cause().getMessage()));
            } else if (!stuck.contains(message.key())) {
                done.add(message);
            }
        }
        return new Outcome(done, refused, obstacle);
    }
}
