package io.memlog.consumer.processing;

import io.memlog.consumer.publishing.DeadLetter;
import io.memlog.consumer.publishing.PublishFailedException;
import io.memlog.consumer.publishing.ResultPublisher;
import io.memlog.schemas.event.ProjectionEvent;
import java.util.ArrayList;
import java.util.List;

/// Remembers what was reported, and refuses as often as it is told to.
final class RecordingReports implements ResultPublisher {

    final List<ProjectionEvent> progress = new ArrayList<>();
    final List<DeadLetter> deadLetters = new ArrayList<>();
    int refusals;

    @Override
    public void progress(List<? extends ProjectionEvent> events) throws PublishFailedException {
        refuse();
        progress.addAll(events);
    }

    @Override
    public void deadLetters(List<DeadLetter> letters) throws PublishFailedException {
        refuse();
        deadLetters.addAll(letters);
    }

    List<String> reported() {
        return progress.stream()
                .map(event -> event.type() + "/" + event.key().id() + "/" + event.version())
                .toList();
    }

    private void refuse() throws PublishFailedException {
        if (refusals > 0) {
            refusals--;
            throw new PublishFailedException("Kafka is away", new IllegalStateException("no broker"));
        }
    }
}
