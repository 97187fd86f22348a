package io.memlog.api.operations.replay;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.memlog.api.operations.deadletters.DeadLetter;
import io.memlog.api.operations.deadletters.DeadLetterEvent;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.DeadLetterReplayRequest;
import io.memlog.api.operations.deadletters.DeadLetterState;
import io.memlog.api.operations.deadletters.DeadLetters;
import io.memlog.api.operations.deadletters.ReplayOrderKey;
import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.jobs.JobHandler;
import io.memlog.api.operations.jobs.JobProgressDelta;
import io.memlog.api.operations.replay.DeadLetterReplayRepository.PendingReplay;
import io.memlog.api.operations.replay.send.ReplayMessage;
import io.memlog.api.operations.replay.send.ReplaySender;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import io.memlog.tracing.Traces;
import io.micrometer.tracing.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/// Replays dead letters, step by step. The plan of a step records that a replay is requested, or why nothing is left
/// to apply; this event sets the state and the job of the row, by which the execution finds what is not marked as sent.
/// It sends that, and marks it. An interrupted step sends at most one batch a second time, which the consumer skips.
@Component
record DeadLetterReplayJob(
        DeadLetters deadLetters, DeadLetterReplayRepository replays, ReplaySender sender, Traces traces)
        implements JobHandler {

    static final String KIND = "dead_letter_replay";

    private static final List<DeadLetterState> DESCRIBED_STATES = List.of(
            DeadLetterState.REPLAYING,
            DeadLetterState.REPLAYED,
            DeadLetterState.SKIPPED,
            DeadLetterState.OPEN,
            DeadLetterState.PARKED);

    /// @param after   the last dead letter of the current step; null before the first step
    /// @param planned how many dead letters the current step sends
    record Checkpoint(
            @JsonAlias("behind") @Nullable ReplayOrderKey after,
            @JsonAlias("begun") int planned) {

        static Checkpoint of(Job job) {
            return job.checkpoint(Checkpoint.class, new Checkpoint(null, 0));
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<JobProgressDelta> plan(Job job, int maxItems) {
        var next = deadLetters.findReplayable(
                DeadLetterReplayRequest.of(job),
                job.createdAt(),
                Checkpoint.of(job).after(),
                maxItems);
        if (next.isEmpty()) {
            return Optional.empty();
        }
        var locked = deadLetters.lock(next.stream().map(DeadLetter::id).toList()).stream()
                .filter(deadLetters::isReplayable)
                .toList();
        var obsolete = replays.obsolete(locked.stream().map(DeadLetter::id).toList());
        deadLetters.append(locked.stream()
                .map(deadLetter -> decide(deadLetter, obsolete, job))
                .toList());
        var checkpoint = new Checkpoint(ReplayOrderKey.of(next.getLast()), locked.size() - obsolete.size());
        return Optional.of(JobProgressDelta.of(checkpoint, obsolete.size(), 0, obsolete.size()));
    }

    @Override
    public void execute(JobContext context) throws InterruptedException {
        var job = context.job().id();
        var checkpoint = Checkpoint.of(context.job());
        for (var unsent = replays.unsent(job, ReplaySender.MAX_BATCH_BYTES);
                !unsent.isEmpty();
                unsent = replays.unsent(job, ReplaySender.MAX_BATCH_BYTES)) {
            send(unsent, context);
            var sent = unsent;
            context.commit(() -> {
                replays.markSent(sent);
                return JobProgressDelta.to(checkpoint);
            });
        }
        if (checkpoint.planned() > 0) {
            var done = new Checkpoint(checkpoint.after(), 0);
            context.commit(() -> JobProgressDelta.of(done, checkpoint.planned(), checkpoint.planned(), 0));
        }
    }

    @Override
    public void describe(Job job, ObjectNode view) {
        var states = replays.states(job.id());
        var counts = view.putObject("letters");
        for (var state : DESCRIBED_STATES) {
            var skippedUnsent =
                    state == DeadLetterState.SKIPPED ? job.progress().skipped() : 0;
            counts.put(state.wireName(), states.getOrDefault(state, 0L) + skippedUnsent);
        }
    }

    private void send(List<PendingReplay> unsent, JobContext context) throws InterruptedException {
        for (var consumer : Projection.values()) {
            var spans = new ArrayList<Span>();
            var messages = unsent.stream()
                    .filter(replay -> replay.consumer() == consumer)
                    .map(replay -> traced(replay, spans))
                    .toList();
            sender.send(consumer, messages, context);
            spans.forEach(Span::end);
        }
    }

    private ReplayMessage traced(PendingReplay replay, List<Span> spans) {
        var message = replay.message();
        var topic = Topic.replay(replay.consumer()).name();
        var span = traces.sendAgain(topic, replay.key(), message.header(DeadLetterHeaders.FIRST_TRACEPARENT));
        var traceparent = Traces.traceparent(span, null);
        if (traceparent == null) {
            return message;
        }
        spans.add(span);
        return message.with(List.of(new ReplayMessage.Header(CloudEventHeaders.TRACEPARENT, traceparent)));
    }

    private static DeadLetterEvent decide(DeadLetter deadLetter, Map<DeadLetterId, String> obsolete, Job job) {
        var reason = obsolete.get(deadLetter.id());
        return reason == null
                ? new DeadLetterEvent.ReplayRequested(
                        deadLetter.id(),
                        deadLetter.consumer(),
                        job.id().value(),
                        deadLetter.snapshot().replays() + 1)
                : new DeadLetterEvent.Skipped(deadLetter.id(), 0, reason);
    }
}
