package io.memlog.graph.entities;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Finds the files that a memory says were touched, wherever they are nested and however they are listed.
final class FilePathExtractor {

    private static final Pattern FILES = Pattern.compile("(?:.*_)?(?:files?|filenames?)(?:_.*)?|file(?:name|path)");
    private static final Pattern PATHS = Pattern.compile("(?:.*_)?paths?");
    private static final Pattern NAMES = Pattern.compile("name|value");
    private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");
    private static final int MAX_LENGTH = 512;

    private final Set<String> paths = new LinkedHashSet<>();

    private FilePathExtractor() {}

    static Set<String> in(JsonNode rawData) {
        var files = new FilePathExtractor();
        files.lookThrough(rawData);
        return files.paths;
    }

    private void lookThrough(JsonNode value) {
        if (value.isObject()) {
            value.propertyStream().forEach(member -> {
                if (FILES.matcher(member.getKey()).matches()) {
                    take(member.getValue());
                } else if (PATHS.matcher(member.getKey()).matches()) {
                    takePath(member.getValue());
                } else {
                    lookThrough(member.getValue());
                }
            });
        } else if (value.isArray()) {
            value.valueStream().forEach(this::lookThrough);
        }
    }

    /// A list of files may be a text, a list, a list of objects, or an object with the files as names.
    private void take(JsonNode value) {
        if (value.isString()) {
            add(value.stringValue());
        } else if (value.isArray()) {
            value.valueStream().forEach(this::take);
        } else if (value.isObject()) {
            value.propertyStream().forEach(member -> {
                var name = member.getKey();
                if (FILES.matcher(name).matches()
                        || NAMES.matcher(name).matches()
                        || member.getValue().isContainer()) {
                    take(member.getValue());
                } else if (PATHS.matcher(name).matches()) {
                    takePath(member.getValue());
                }
                if (FileNames.isFile(name) || name.indexOf('/') >= 0) {
                    add(name);
                }
            });
        }
    }

    /// A path may be one of an address or a menu, too: only what looks like a file's is taken.
    private void takePath(JsonNode value) {
        if (value.isString() && FileNames.isFile(value.stringValue())) {
            add(value.stringValue());
        } else if (value.isArray()) {
            value.valueStream().forEach(this::takePath);
        } else if (value.isObject()) {
            lookThrough(value);
        }
    }

    private void add(String text) {
        text.lines().forEach(line -> addLine(line.strip()));
    }

    private void addLine(String line) {
        if (line.indexOf(',') >= 0 || line.indexOf(' ') >= 0) {
            SEPARATORS.splitAsStream(line).filter(FileNames::isFile).forEach(this::addPath);
        } else {
            addPath(line);
        }
    }

    private void addPath(String path) {
        var plain = path.startsWith("./") ? path.substring(2) : path;
        if (!plain.isEmpty()
                && plain.length() <= MAX_LENGTH
                && !plain.contains("://")
                && plain.codePoints().anyMatch(Character::isLetterOrDigit)) {
            paths.add(plain);
        }
    }
}
