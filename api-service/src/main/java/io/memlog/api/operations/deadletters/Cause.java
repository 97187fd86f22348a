package io.memlog.api.operations.deadletters;

/// Why a message could not be applied.
///
/// @param reason    the stable code of the failure, such as `undecodable`
/// @param exception the class of the exception
/// @param message   the exception's message
public record Cause(String reason, String exception, String message) {}
