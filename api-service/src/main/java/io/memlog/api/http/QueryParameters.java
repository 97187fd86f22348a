package io.memlog.api.http;

import io.memlog.schemas.memory.MemoryDate;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parameters of a request's query, decoded strictly; what is wrong is collected, so that all of it is
/// told at once. After a wrong parameter a stand-in is returned: ask [#rejectIfWrong] before using any.
public final class QueryParameters {

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<FieldError> errors = new ArrayList<>();

    private QueryParameters() {}

    public static QueryParameters of(HttpServletRequest request) {
        var parameters = new QueryParameters();
        var query = request.getQueryString();
        if (query != null && !query.isEmpty()) {
            for (var pair : query.split("&", -1)) {
                parameters.add(pair);
            }
        }
        return parameters;
    }

    /// Every parameter of another name is wrong.
    public QueryParameters only(Set<String> names) {
        values.keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> report(name, "is not known here"));
        return this;
    }

    public boolean isGiven(String name) {
        return values.containsKey(name);
    }

    public List<String> texts(String name, int longest) {
        var texts = values.getOrDefault(name, List.of());
        if (texts.stream().anyMatch(text -> TextRules.length(text) > longest)) {
            report(name, "is longer than " + longest + " characters");
        }
        return texts;
    }

    public @Nullable String text(String name, int longest) {
        var texts = texts(name, longest);
        if (texts.size() > 1) {
            report(name, "is given more than once");
        }
        return texts.isEmpty() ? null : texts.getFirst();
    }

    public String requiredText(String name, int longest) {
        var text = text(name, longest);
        if (text == null) {
            report(name, "is required");
            return "";
        }
        if (TextRules.isBlank(text)) {
            report(name, "must not be blank");
        }
        return text;
    }

    public int wholeNumber(String name, int least, int most, int otherwise) {
        var text = text(name, 64);
        if (text == null) {
            return otherwise;
        }
        try {
            var number = Integer.parseInt(text);
            if (number >= least && number <= most && !text.startsWith("+")) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number that is out of range.
        }
        report(name, "is to be a whole number between " + least + " and " + most);
        return otherwise;
    }

    public @Nullable MemoryDate date(String name) {
        var text = text(name, 64);
        if (text == null) {
            return null;
        }
        try {
            return MemoryDate.parse(text);
        } catch (DateTimeException e) {
            report(name, "is to be an ISO date or date-time, such as 2025-11-13 or 2025-11-13T08:30:00Z");
            return null;
        }
    }

    public void report(String name, String detail) {
        errors.add(FieldError.inParameter(name, detail));
    }

    /// @throws ProblemException when anything was wrong, naming all of it
    public void rejectIfWrong() {
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private void add(String pair) {
        if (pair.isEmpty()) {
            return;
        }
        var equals = pair.indexOf('=');
        var name = decode(equals < 0 ? pair : pair.substring(0, equals));
        var value = decode(equals < 0 ? "" : pair.substring(equals + 1));
        if (name == null || value == null) {
            report(equals < 0 ? pair : pair.substring(0, equals), "is not valid percent-encoded UTF-8");
            return;
        }
        TextRules.flawOf(value).ifPresent(flaw -> report(name, flaw));
        values.computeIfAbsent(name, unseen -> new ArrayList<>()).add(value);
    }

    private static @Nullable String decode(String encoded) {
        var bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char character = encoded.charAt(i);
            if (character == '%') {
                int octet = octetAt(encoded, i + 1);
                if (octet < 0) {
                    return null;
                }
                bytes.write(octet);
                i += 2;
            } else {
                bytes.write(character == '+' ? ' ' : character);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int octetAt(String encoded, int index) {
        if (index + 2 > encoded.length()) {
            return -1;
        }
        int high = Character.digit(encoded.charAt(index), 16);
        int low = Character.digit(encoded.charAt(index + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
