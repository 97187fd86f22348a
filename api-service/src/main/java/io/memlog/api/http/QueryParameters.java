package io.memlog.api.http;

import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.memory.MemoryDate;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The parameters of a request's query, decoded strictly. Errors are collected, so that one answer names all of
/// them; an invalid parameter reads as a default until [#throwIfInvalid] is called.
public final class QueryParameters {

    private static final Pattern PERCENT_ENCODED = Pattern.compile("(?:[^%]|%[0-9a-fA-F]{2})*+");
    private static final int MAX_CURSOR_LENGTH = 256;

    private final Caller caller;
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<FieldError> errors = new ArrayList<>();

    private QueryParameters(Caller caller) {
        this.caller = caller;
    }

    public static QueryParameters of(HttpServletRequest request) {
        var parameters = new QueryParameters(Caller.of(request));
        var query = request.getQueryString();
        if (query != null && !query.isEmpty()) {
            for (var pair : query.split("&", -1)) {
                parameters.add(pair);
            }
        }
        return parameters;
    }

    /// @throws ProblemException when the request has a parameter
    public static void requireNone(HttpServletRequest request) {
        of(request).allowOnly(Set.of()).throwIfInvalid();
    }

    /// Every parameter of another name is an error.
    public QueryParameters allowOnly(Set<String> names) {
        values.keySet().stream().filter(name -> !names.contains(name)).forEach(name -> addError(name, "is unknown"));
        return this;
    }

    public boolean isGiven(String name) {
        return values.containsKey(name);
    }

    public List<String> texts(String name, int maxLength) {
        var texts = values.getOrDefault(name, List.of());
        if (texts.stream().anyMatch(text -> length(text) > maxLength)) {
            addError(name, "is longer than " + maxLength + " characters");
        }
        return texts;
    }

    public @Nullable String text(String name, int maxLength) {
        var texts = texts(name, maxLength);
        if (texts.size() > 1) {
            addError(name, "is given more than once");
        }
        return texts.isEmpty() ? null : texts.getFirst();
    }

    public String requiredText(String name, int maxLength) {
        var text = text(name, maxLength);
        if (text == null) {
            addError(name, "is required");
            return "";
        }
        if (isBlank(text)) {
            addError(name, "must not be blank");
        }
        return text;
    }

    /// A text that, where it is given, is not blank.
    public @Nullable String nonBlank(String name, int maxLength) {
        var text = text(name, maxLength);
        if (text != null && isBlank(text)) {
            addError(name, "must not be blank");
        }
        return text;
    }

    /// The user or project of a list: the one that the caller is bound to, and otherwise the given one.
    ///
    /// @throws ProblemException `403` when another one than the caller's is given
    public @Nullable String tenantPart(String name, int maxLength) {
        var given = nonBlank(name, maxLength);
        var bound = caller.bound(name);
        if (bound != null && given != null && !given.equals(bound)) {
            throw ProblemException.foreignTenant(name);
        }
        return bound == null ? given : bound;
    }

    /// Like [#tenantPart], and required.
    public String requiredTenantPart(String name, int maxLength) {
        return caller.bound(name) == null ? requiredText(name, maxLength) : String.valueOf(tenantPart(name, maxLength));
    }

    /// The caller of the request.
    public Caller caller() {
        return caller;
    }

    public int integer(String name, int min, int max, int defaultValue) {
        var text = text(name, 64);
        if (text == null) {
            return defaultValue;
        }
        try {
            var number = Integer.parseInt(text);
            if (number >= min && number <= max && text.equals(Integer.toString(number))) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number that is out of range.
        }
        addError(name, "must be a whole number between " + min + " and " + max);
        return defaultValue;
    }

    /// The constant of that wire name.
    public <E extends Enum<E> & WireEnum> @Nullable E oneOf(String name, Class<E> type) {
        var text = text(name, 64);
        var value = text == null ? Optional.<E>empty() : WireEnum.find(type, text);
        if (text != null && value.isEmpty()) {
            addError(name, "must be one of " + WireEnum.names(type));
        }
        return value.orElse(null);
    }

    public @Nullable MemoryDate date(String name) {
        var text = text(name, 64);
        if (text == null) {
            return null;
        }
        try {
            return MemoryDate.parse(text);
        } catch (DateTimeException e) {
            addError(name, "must be an ISO date or date-time, such as 2025-11-13 or 2025-11-13T08:30:00Z");
            return null;
        }
    }

    /// The key in the parameter `cursor`, or null on the first page. To be read last.
    ///
    /// @throws ProblemException when any parameter is invalid, or the cursor is not one of this list
    public long @Nullable [] cursor(Object filter, int keyLength) {
        var text = text("cursor", MAX_CURSOR_LENGTH);
        throwIfInvalid();
        if (text == null) {
            return null;
        }
        return Cursor.parse(text, filter, keyLength).orElseThrow(QueryParameters::foreignCursor);
    }

    private static ProblemException foreignCursor() {
        return ProblemException.invalid(
                FieldError.inParameter("cursor", "does not belong to this list; start again without it"));
    }

    /// Like [#cursor], of a list whose key is a time and an id.
    public @Nullable Keyset keyset(Object filter) {
        var key = cursor(filter, Keyset.LENGTH);
        return key == null ? null : Keyset.find(key).orElseThrow(QueryParameters::foreignCursor);
    }

    public void addError(String name, String detail) {
        errors.add(FieldError.inParameter(name, detail));
    }

    /// @throws ProblemException naming every error
    public void throwIfInvalid() {
        ProblemException.throwIfInvalid(errors);
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    static boolean isBlank(String text) {
        return text.codePoints().allMatch(point -> Character.isWhitespace(point) || Character.isSpaceChar(point));
    }

    private void add(String pair) {
        if (pair.isEmpty()) {
            return;
        }
        var equals = pair.indexOf('=');
        var name = decode(equals < 0 ? pair : pair.substring(0, equals));
        var value = decode(equals < 0 ? "" : pair.substring(equals + 1));
        if (name == null || value == null) {
            addError(equals < 0 ? pair : pair.substring(0, equals), "is not valid percent-encoded UTF-8");
            return;
        }
        StrictJson.flawOf(value).ifPresent(flaw -> addError(name, flaw));
        values.computeIfAbsent(name, unseen -> new ArrayList<>()).add(value);
    }

    private static @Nullable String decode(String encoded) {
        if (!PERCENT_ENCODED.matcher(encoded).matches()) {
            return null;
        }
        var bytes = URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        try {
            // A new decoder reports malformed input, which URLDecoder replaces.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
