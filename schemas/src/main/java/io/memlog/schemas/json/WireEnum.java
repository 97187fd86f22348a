package io.memlog.schemas.json;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// An enum whose constants have a lower-case name in JSON, topics, tables and meters.
public interface WireEnum {

    /// The constant's name in Java; every enum has it.
    String name();

    /// The name outside of Java.
    @JsonValue
    default String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @return empty when no constant has this wire name
    static <E extends Enum<E> & WireEnum> Optional<E> find(Class<E> type, String wireName) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.wireName().equals(wireName))
                .findFirst();
    }

    /// @throws IllegalArgumentException when no constant has this wire name
    static <E extends Enum<E> & WireEnum> E parse(Class<E> type, String wireName) {
        return find(type, wireName)
                .orElseThrow(() -> new IllegalArgumentException(
                        type.getSimpleName() + " is one of " + names(type) + ", not " + wireName));
    }

    /// All wire names, separated by commas.
    static <E extends Enum<E> & WireEnum> String names(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(WireEnum::wireName).collect(Collectors.joining(", "));
    }
}
