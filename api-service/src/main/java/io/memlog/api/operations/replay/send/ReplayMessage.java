package io.memlog.api.operations.replay.send;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A message for a consumer's replay topic.
///
/// @param partition where it goes; null leaves it to the key, as does a number that the topic does not have
@SuppressWarnings("ArrayRecordComponent")
public record ReplayMessage(
        @Nullable Integer partition, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {

    public ReplayMessage {
        headers = List.copyOf(headers);
    }

    /// The same message with more headers.
    public ReplayMessage with(List<Header> more) {
        return new ReplayMessage(
                partition,
                key,
                value,
                Stream.concat(headers.stream(), more.stream()).toList());
    }

    /// A header; Kafka knows some without a value.
    @SuppressWarnings("ArrayRecordComponent")
    public record Header(String name, byte @Nullable [] value) {}
}
