package io.memlog.api.replay;

import io.memlog.schemas.memory.MemoryId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what the log holds about memories, in the order of their ids.
public interface LogReader {

    long count(LogFilter filter);

    /// The first few of what matches.
    List<LogSample> sample(LogFilter filter, int most);

    /// The next memories that match.
    ///
    /// @param after only ids above this one, where given
    List<MemoryId> next(LogFilter filter, @Nullable MemoryId after, int most);

    /// The latest events of the memories that match, as many as fit into so many bytes; one that is larger
    /// comes alone.
    ///
    /// @param after only ids above this one, where given
    /// @param upTo  no ids above this one
    List<LogEntry> read(LogFilter filter, @Nullable MemoryId after, MemoryId upTo, int bytes);
}
