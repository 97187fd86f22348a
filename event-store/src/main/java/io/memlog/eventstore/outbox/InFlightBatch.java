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

/// The messages of one batch, which are all in flight at the same time.
final class InFlightBatch {

    /// The outcome of a batch.
    ///
    /// @param acknowledged  the messages to delete
    /// @param unpublishable the reasons, by position, why messages can never be published
    /// @param failure       the first temporary failure; null when there is none
    record Outcome(
            List<OutboxMessage> acknowledged,
            Map<Long, String> unpublishable,
            @Nullable Throwable failure) {}

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

    /// Sends the messages in order, up to the first that fails at once: later ones must not overtake it.
    static InFlightBatch send(List<OutboxMessage> messages, Publisher publisher) throws InterruptedException {
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

    /// @return true when each message is acknowledged or has failed, false when the time-out elapsed
    boolean await(Duration timeout) throws InterruptedException {
        try {
            CompletableFuture.allOf(sent.stream().map(Sent::acknowledgement).toArray(CompletableFuture[]::new))
                    .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /// The outcome, after the batch was awaited.
    ///
    /// @param blockedKeys the keys of messages that failed, also in earlier batches; failing keys are added.
    ///     Later messages of such a key are sent again although they were acknowledged, so that the newest
    ///     comes last
    Outcome outcome(Set<String> blockedKeys) {
        List<OutboxMessage> acknowledged = new ArrayList<>(sent.size());
        Map<Long, String> unpublishable = new LinkedHashMap<>();
        Throwable failure = null;
        for (var each : sent) {
            var message = each.message;
            if (each.failed()) {
                blockedKeys.add(message.key());
                failure = failure == null ? each.cause() : failure;
            } else if (each.acknowledgement.isCompletedExceptionally()) {
                unpublishable.put(
                        message.position(), String.valueOf(each.cause().getMessage()));
            } else if (!blockedKeys.contains(message.key())) {
                acknowledged.add(message);
            }
        }
        return new Outcome(acknowledged, unpublishable, failure);
    }
}
