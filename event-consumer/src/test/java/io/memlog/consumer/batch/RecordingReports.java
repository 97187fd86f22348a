package io.memlog.consumer.batch;

import io.memlog.consumer.report.DeadLetter;
import io.memlog.consumer.report.Reports;
import io.memlog.consumer.report.UndeliveredException;
import io.memlog.schemas.event.ProgressEvent;
import java.util.ArrayList;
import java.util.List;

/// Remembers what was reported, and refuses as often as it is told to.
final class RecordingReports implements Reports {

    final List<ProgressEvent> progress = new ArrayList<>();
    final List<DeadLetter> deadLetters = new ArrayList<>();
    int refusals;

    @Override
    public void progress(List<? extends ProgressEvent> events) throws UndeliveredException {
        refuse();
        progress.addAll(events);
    }

    @Override
    public void deadLetters(List<DeadLetter> letters) throws UndeliveredException {
        refuse();
        deadLetters.addAll(letters);
    }

    List<String> reported() {
        return progress.stream()
                .map(event -> event.type() + "/" + event.key().id() + "/" + event.version())
                .toList();
    }

    private void refuse() throws UndeliveredException {
        if (refusals > 0) {
            refusals--;
            throw new UndeliveredException("Kafka is away", new IllegalStateException("no broker"));
        }
    }
}
