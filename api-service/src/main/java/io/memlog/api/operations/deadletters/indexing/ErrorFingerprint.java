package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.Failure;
import io.memlog.schemas.hash.Sha256;
import io.memlog.schemas.topic.Projection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Normalises causes: the text without ids, numbers and other parts that vary between records of one cause.
final class ErrorFingerprint {

    private static final int MAX_LENGTH = 500;
    private static final int GROUP_ID_LENGTH = 16;

    private static final Pattern UUID =
            Pattern.compile("\\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\\b");
    /// One quoted word with a digit or an @.
    private static final Pattern QUOTED_ID = Pattern.compile("([\"'`])(?=[^\"'`\\s]{0,255}[0-9@])[^\"'`\\s]{1,256}\\1");
    private static final Pattern EMAIL = Pattern.compile("\\b[\\w.+-]{1,64}@[\\w-]{1,64}(?:\\.[\\w-]{1,64}){0,8}");
    private static final Pattern HEX = Pattern.compile("\\b(?:0x[0-9a-fA-F]+|(?=[a-fA-F]*[0-9])[0-9a-fA-F]{8,})\\b");
    /// Letters, digits, `-` and `_` mixed, such as `mem-42-x`.
    private static final Pattern ID =
            Pattern.compile("\\b(?=[A-Za-z_-]{0,64}[0-9])(?=[0-9_-]{0,64}[A-Za-z])[\\w-]+\\b");
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\b[0-9]+(?:[.,:][0-9]+)*\\b");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private ErrorFingerprint() {}

    static String of(Failure.Cause cause) {
        var parts = Stream.of(cause.reason(), cause.exception(), normalise(cause.message()))
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(": "));
        return HeaderReader.truncate(parts, MAX_LENGTH);
    }

    /// The first 16 hexadecimal digits of the SHA-256 of consumer and cause.
    static String group(Projection consumer, String causeText) {
        return Sha256.hex(consumer.wireName() + "\n" + causeText).substring(0, GROUP_ID_LENGTH);
    }

    private static String normalise(String message) {
        var text = UUID.matcher(message).replaceAll("<uuid>");
        text = QUOTED_ID.matcher(text).replaceAll("<id>");
        text = EMAIL.matcher(text).replaceAll("<id>");
        text = HEX.matcher(text).replaceAll("<hex>");
        text = ID.matcher(text).replaceAll("<id>");
        text = NUMBER.matcher(text).replaceAll("<n>");
        return SPACE.matcher(text).replaceAll(" ").strip();
    }
}
