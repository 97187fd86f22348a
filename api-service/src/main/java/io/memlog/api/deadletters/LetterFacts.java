package io.memlog.api.deadletters;

import io.memlog.schemas.topic.Projection;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The events of letters, in the log, and the letters that they change. Everything happens within the
/// caller's transaction; a letter that was named stays locked until its end, so that nobody else decides
/// about it.
public interface LetterFacts {

    /// Locks these letters and returns those that are known.
    List<DeadLetter> hold(Collection<LetterId> letters);

    /// Writes down what is not in the log yet, lets the letters stand where that puts them, and returns what
    /// was new. A letter that is not indexed yet will stand there as soon as it is.
    List<Noted> append(Collection<? extends LetterEvent> events);

    /// An event that is new in the log.
    ///
    /// @param consumer of the letter; null while the letter is not indexed
    record Noted(LetterEvent event, @Nullable Projection consumer) {}
}
