package io.memlog.consumer.processing;

import io.memlog.consumer.publishing.DeadLetter;
import io.memlog.consumer.publishing.PublishFailedException;
import io.memlog.consumer.publishing.ResultPublisher;
import io.memlog.schemas.event.ProjectionEvent;
import java.util.ArrayList;
import java.util.List;

/// Records what is published, and fails a given number of times.
final class RecordingPublisher implements ResultPublisher {

    final List<ProjectionEvent> progress = new ArrayList<>();
    final List<DeadLetter> deadLetters = new ArrayList<>();
    int failures;

    @Override
    public void publishProgress(List<? extends ProjectionEvent> events) throws PublishFailedException {
        if (events.isEmpty()) {
            return;
        }
        failIfRequested();
        progress.addAll(events);
    }

    @Override
    public void publishDeadLetters(List<DeadLetter> published) throws PublishFailedException {
        if (published.isEmpty()) {
            return;
        }
        failIfRequested();
        deadLetters.addAll(published);
    }

    List<String> reported() {
        return progress.stream()
                .map(event -> event.type() + "/" + event.key().id() + "/" + event.version())
                .toList();
    }

    private void failIfRequested() throws PublishFailedException {
        if (failures > 0) {
            failures--;
            throw new PublishFailedException("Kafka is unavailable", new IllegalStateException("no broker"));
        }
    }
}
