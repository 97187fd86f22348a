package io.memlog.api.operations.replay.send;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A message for the replay topic of a consumer.
///
/// @param partition null leaves it to the key, as does a partition that the topic does not have
@SuppressWarnings("ArrayRecordComponent")
public record ReplayMessage(
        @Nullable Integer partition, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {

    public ReplayMessage {
        headers = List.copyOf(headers);
    }

    /// Returns the message with additional headers.
    public ReplayMessage with(List<Header> additional) {
        return new ReplayMessage(
                partition,
                key,
                value,
                Stream.concat(headers.stream(), additional.stream()).toList());
    }

    /// A header; Kafka allows null values.
    @SuppressWarnings("ArrayRecordComponent")
    public record Header(String name, byte @Nullable [] value) {}
}
