package io.memlog.api.operations.deadletters;

import java.util.regex.Pattern;

/// The stable codes of failures.
public final class FailureReason {

    /// What a letter has that does not say why it failed, such as one of another system.
    public static final String UNCLASSIFIED = "unclassified";

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private FailureReason() {}

    /// The code, as far as it is one.
    public static String of(String text) {
        return CODE.matcher(text).matches() ? text : UNCLASSIFIED;
    }
}
