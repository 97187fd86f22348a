package io.memlog.api.replay;

import io.memlog.api.deadletters.DeadLetter;
import io.memlog.api.deadletters.LetterId;
import io.memlog.api.deadletters.LetterState;
import io.memlog.api.jobs.JobId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The dead letters, as their replay needs them. Everything is in the order of the replay.
public interface ReplayLetters {

    long count(LetterSelection selection);

    /// The first few that are to be replayed.
    List<DeadLetter> sample(LetterSelection selection, int most);

    /// The next that are to be replayed, unless somebody decides otherwise before they are held.
    List<DeadLetter> next(LetterSelection selection, @Nullable LetterOrder behind, int most);

    /// Why there is nothing to apply any more, for those of the letters of which that is so.
    Map<LetterId, String> obsolete(Collection<LetterId> letters);

    /// The letters whose replay this job has asked for and that Kafka has not acknowledged, as many as fit
    /// into so many bytes; one that is larger comes alone.
    List<UnsentLetter> unsent(JobId job, int bytes);

    /// Notes that Kafka has acknowledged these.
    void sent(Collection<UnsentLetter> letters);

    /// How many of the letters whose last replay this job has asked for stand where.
    Map<LetterState, Long> states(JobId job);
}
