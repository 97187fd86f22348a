package io.memlog.consumer.processing;

import io.memlog.consumer.PauseCause;
import io.memlog.consumer.publishing.DeadLetter;
import io.memlog.consumer.publishing.PublishFailedException;
import io.memlog.consumer.publishing.ResultPublisher;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.retry.Backoff;
import java.util.List;

/// Publishes until Kafka acknowledges; the consumer is paused meanwhile.
final class RetryingPublisher {

    private final ResultPublisher results;
    private final Backoff backoff;
    private final PauseListener listener;

    RetryingPublisher(ResultPublisher results, Backoff backoff, PauseListener listener) {
        this.results = results;
        this.backoff = backoff;
        this.listener = listener;
    }

    void publishProgress(List<ProjectionEvent> events, Sleeper sleeper) throws BatchCancelledException {
        publish(() -> results.publishProgress(events), sleeper);
    }

    void publishDeadLetters(List<DeadLetter> deadLetters, Sleeper sleeper) throws BatchCancelledException {
        publish(() -> results.publishDeadLetters(deadLetters), sleeper);
    }

    private void publish(PublishAction action, Sleeper sleeper) throws BatchCancelledException {
        while (true) {
            try {
                action.run();
                backoff.reset();
                listener.resumed();
                return;
            } catch (PublishFailedException e) {
                listener.paused(PauseCause.KAFKA, String.valueOf(e.getMessage()));
                sleeper.sleep(backoff.next());
            }
        }
    }

    private interface PublishAction {
        void run() throws PublishFailedException;
    }
}
