package io.memlog.api.memory.update;

import io.memlog.api.http.FieldError;
import io.memlog.api.http.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/// The versions at which a request allows its change: those that `If-Match` names, strongly
/// compared as RFC 9110 asks, or any without the header.
record IfMatch(List<String> tags) implements LongPredicate {

    private static final Pattern TAG = Pattern.compile("\\*|(W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"");
    private static final String ANY = "*";

    static IfMatch of(HttpServletRequest request) {
        var tags = Collections.list(request.getHeaders(HttpHeaders.IF_MATCH)).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
        if (!tags.stream().allMatch(tag -> TAG.matcher(tag).matches())) {
            throw ProblemException.invalid(
                    FieldError.inHeader(HttpHeaders.IF_MATCH, "must be an ETag that was read, such as \"3\", or *"));
        }
        return new IfMatch(tags);
    }

    @Override
    public boolean test(long version) {
        return tags.isEmpty() || tags.contains(ANY) || tags.contains('"' + Long.toString(version) + '"');
    }
}
