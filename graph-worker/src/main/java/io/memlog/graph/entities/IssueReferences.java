package io.memlog.graph.entities;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Recognizes references to issues and pull requests and normalizes them: `GH-12` for GitHub, which numbers both
/// together, and `KAFKA-34` for trackers with keys.
final class IssueReferences {

    private static final Pattern HASH = Pattern.compile("(?:[\\w.-]{1,80}/[\\w.-]{1,80})?#([1-9]\\d{0,6})");
    private static final Pattern PREFIXED = Pattern.compile("(?:[Gg][Hh]|PR)-?#?([1-9]\\d{0,6})");
    private static final Pattern KEY = Pattern.compile("([A-Z][A-Z0-9]{1,9})-[1-9]\\d{0,6}");
    private static final Pattern CVE = Pattern.compile("CVE-\\d{4}-\\d{4,7}");
    private static final Pattern LINK =
            Pattern.compile("://[^\\s]{1,200}/(?:issues|pull|pulls|merge_requests)/([1-9]\\d{0,6})(?:\\D.*)?");
    private static final Pattern TRACKER_LINK =
            Pattern.compile("://[^\\s]{1,200}/browse/([A-Z][A-Z0-9]{1,9}-[1-9]\\d{0,6})(?:\\W.*)?");
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,6}");

    /// Standards and measures that look like the keys of issues.
    private static final Set<String> NOT_TRACKERS = WordList.parse("""
            UTF UCS ISO SHA MD AES RSA RC RFC TLS SSL HTTP BASE CP GPT ES EC ECMA IEEE IEC ANSI UUID JAVA JDK
            JRE LTS PEP KIP JEP JSR COVID MP IPV X CLASS PART STEP PHASE LEVEL VERSION RELEASE SNAPSHOT ALPHA
            BETA PID PORT TOP INT FLOAT WINDOWS LATIN
            """);

    private IssueReferences() {}

    /// @param word     a word of a text, without surrounding punctuation
    /// @param previous the word before it, in lower case
    static Optional<String> parse(String word, String previous) {
        if (word.contains("://")) {
            return parseLink(word);
        }
        var github = HASH.matcher(word);
        if (github.matches()) {
            return Optional.of("GH-" + github.group(1));
        }
        var prefixed = PREFIXED.matcher(word);
        if (prefixed.matches()) {
            return Optional.of("GH-" + prefixed.group(1));
        }
        if (previous.equals("issue") || previous.equals("pr")) {
            return NUMBER.matcher(word).matches() ? Optional.of("GH-" + word) : Optional.empty();
        }
        var key = KEY.matcher(word);
        if (key.matches()) {
            return NOT_TRACKERS.contains(key.group(1)) ? Optional.empty() : Optional.of(word);
        }
        return CVE.matcher(word).matches() ? Optional.of(word) : Optional.empty();
    }

    private static Optional<String> parseLink(String link) {
        var github = LINK.matcher(link);
        if (github.find()) {
            return Optional.of("GH-" + github.group(1));
        }
        var tracker = TRACKER_LINK.matcher(link);
        return tracker.find() ? Optional.of(tracker.group(1)) : Optional.empty();
    }
}
