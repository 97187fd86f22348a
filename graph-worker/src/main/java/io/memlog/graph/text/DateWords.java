package io.memlog.graph.text;

import io.memlog.schemas.memory.MemoryDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Dates in English words. The day of a month is one word with its month, so that other numbers do not find it.
final class DateWords {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_OF_MONTH = DateTimeFormatter.ofPattern("dMMMM", Locale.ENGLISH);
    private static final Pattern DAY = Pattern.compile("([1-9]\\d?)(?:st|nd|rd|th)?");
    private static final Set<String> MONTHS = Arrays.stream(Month.values())
            .map(month -> month.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private DateWords() {}

    /// The month, the year, and the day with its month: `January 2026 2January`.
    static String of(MemoryDate date) {
        var day = date.first().atOffset(ZoneOffset.UTC);
        return MONTH.format(day) + " " + DAY_OF_MONTH.format(day);
    }

    /// The days that a text names, in whichever order: `2nd January` and `January 2` have `2january`.
    ///
    /// @param words in lower case
    static List<String> days(List<String> words) {
        List<String> days = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            addDay(words.get(i - 1), words.get(i), days);
            addDay(words.get(i), words.get(i - 1), days);
        }
        return days;
    }

    private static void addDay(String day, String month, List<String> days) {
        var matcher = DAY.matcher(day);
        if (MONTHS.contains(month) && matcher.matches()) {
            days.add(matcher.group(1) + month);
        }
    }
}
