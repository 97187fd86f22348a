package io.memlog.consumer.processing;

import io.memlog.consumer.PauseCause;
import io.memlog.schemas.event.ProjectionEvent;
import java.util.ArrayList;
import java.util.List;

/// Records what is published, and fails a given number of times.
final class RecordingPublisher implements ResultPublisher {

    final List<ProjectionEvent> progress = new ArrayList<>();
    final List<DeadLetter> deadLetters = new ArrayList<>();
    int failures;

    @Override
    public void publish(List<DeadLetter> published, List<ProgressReport> reports) throws PauseException {
        if (!published.isEmpty()) {
            failIfRequested();
            deadLetters.addAll(published);
        }
        if (!reports.isEmpty()) {
            failIfRequested();
            reports.forEach(report -> progress.add(report.event()));
        }
    }

    List<String> reported() {
        return progress.stream()
                .map(event -> event.type() + "/" + event.key().id() + "/" + event.version())
                .toList();
    }

    private void failIfRequested() throws PauseException {
        if (failures > 0) {
            failures--;
            throw new PauseException(PauseCause.KAFKA, "Kafka is unavailable", new IllegalStateException("no broker"));
        }
    }
}
