package io.memlog.api.operations.deadletters;

import org.jspecify.annotations.Nullable;

/// A message byte for byte, as it lies in a dead-letter topic.
///
/// @param headers as a JSON array of `{"name","value"}`, each value in base64
@SuppressWarnings("ArrayRecordComponent")
public record RawRecord(byte @Nullable [] key, byte @Nullable [] value, String headers) {}
