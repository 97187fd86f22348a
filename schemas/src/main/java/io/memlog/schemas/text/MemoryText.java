package io.memlog.schemas.text;

import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tags;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The prose of a memory, its task and its texts, without what is only a label of the memory.
public final class MemoryText {

    private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}]+");
    private static final int MAX_TAIL_CHARACTERS = 160;

    private MemoryText() {}

    /// The prose: the task, then the texts that say most, then the others. Without prose it is the task alone, so that
    /// it is never empty.
    public static Stream<String> prose(MemoryLog memory) {
        return prose(memory, JsonTexts.others(memory.rawData()).toList());
    }

    /// @param others the prose of the other texts of `raw_data`
    public static Stream<String> prose(MemoryLog memory, List<String> others) {
        var prose = new DistinctLines();
        JsonTexts.main(memory.rawData()).forEach(prose::add);
        prose.addAll(others);
        var lines = prose.toList();
        return isTaskProse(memory) || lines.isEmpty()
                ? Stream.concat(Stream.of(memory.task()), lines.stream())
                : lines.stream();
    }

    /// Whether the task names something: it has a word that is no label of the memory, no number and no code. A
    /// task like `user-7 session_1 D1:4` says nothing that a search is about.
    public static boolean isTaskProse(MemoryLog memory) {
        var labels = new HashSet<String>();
        Stream.concat(
                        Stream.of(memory.userId(), Objects.requireNonNullElse(memory.conversationId(), "")),
                        Tags.of(memory.rawData()).stream())
                .forEach(label -> labels.addAll(words(label)));
        return words(memory.task()).stream().anyMatch(word -> NAME.matcher(word).matches() && !labels.contains(word));
    }

    /// The tags that the memory does not say already by its agent, user, conversation or task.
    public static List<String> tags(MemoryLog memory) {
        var said = Stream.of(
                        memory.agent(),
                        memory.userId(),
                        memory.conversationId(),
                        isTaskProse(memory) ? memory.task() : null)
                .filter(Objects::nonNull)
                .map(MemoryText::spaced)
                .toList();
        return Tags.of(memory.rawData()).stream()
                .filter(tag -> said.stream().noneMatch(text -> text.contains(spaced(tag))))
                .toList();
    }

    /// The end of the prose of a memory, after its agent: enough to understand a short answer to it.
    public static String tail(MemoryLog memory) {
        var lines = new DistinctLines();
        prose(memory).forEach(lines::add);
        var text = by(memory.agent(), String.join(" ", lines.toList()));
        var start = Math.max(0, text.length() - MAX_TAIL_CHARACTERS);
        return text.substring(start > 0 && Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start);
    }

    /// A text after the name of its agent.
    public static String by(@Nullable String agent, String text) {
        var name = new DistinctLines();
        name.add(Objects.requireNonNullElse(agent, ""));
        return name.toList().isEmpty() ? text : String.join(" ", name.toList()) + ": " + text;
    }

    private static String spaced(String text) {
        return " " + String.join(" ", words(text)) + " ";
    }

    /// The words of a text in lower case: runs of letters and numbers.
    public static List<String> words(String text) {
        return Arrays.stream(NOT_A_WORD.split(text.toLowerCase(Locale.ROOT)))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
