package io.memlog.api.operations.jobs;

/// How far a job is.
///
/// @param total   how many items there were when the job was asked for
/// @param done    how many of them are settled, one way or the other
/// @param sent    how many were sent on
/// @param skipped how many there was nothing to do about
public record Progress(long total, long done, long sent, long skipped) {}
