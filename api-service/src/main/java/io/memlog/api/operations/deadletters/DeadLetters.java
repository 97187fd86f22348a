package io.memlog.api.operations.deadletters;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What other features read of dead letters.
@Component
public final class DeadLetters {

    private final DeadLetterReadRepository repository;
    private final DeadLetterGroupRepository groups;

    DeadLetters(DeadLetterReadRepository repository, DeadLetterGroupRepository groups) {
        this.repository = repository;
        this.groups = groups;
    }

    public Optional<DeadLetter> find(DeadLetterId id) {
        return repository.find(Set.of(id)).stream().findFirst();
    }

    /// Counts the open, replaying and parked dead letters.
    public DeadLetterCounts count() {
        return groups.count();
    }

    public long countReplayable(ReplaySelection selection) {
        return repository.countReplayable(selection);
    }

    /// The next dead letters in the order of the replay; their state can change until they are locked.
    ///
    /// @param after the last one of the previous page
    public List<DeadLetter> findReplayable(ReplaySelection selection, @Nullable ReplayOrderKey after, int limit) {
        return repository.findReplayable(selection, after, limit);
    }
}
