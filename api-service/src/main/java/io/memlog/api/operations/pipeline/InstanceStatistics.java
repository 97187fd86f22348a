package io.memlog.api.operations.pipeline;

import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.Map;

/// The figures of one instance, as it tells them to another.
///
/// @param partitions the partitions that they are of
/// @param minutes    by the number of the minute since 1970, as [MinuteStatistics#toBytes] has them
/// @param overdue    of all minutes that are kept
record InstanceStatistics(List<Integer> partitions, Map<Long, byte[]> minutes, Map<Projection, Long> overdue) {}
