package io.memlog.graph.entities;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Extracts the touched files of a memory from its `raw_data`, at every depth and in every shape.
final class FilePathExtractor {

    private static final Pattern FILES = Pattern.compile("(?:.*_)?(?:files?|filenames?)(?:_.*)?|file(?:name|path)");
    private static final Pattern PATHS = Pattern.compile("(?:.*_)?paths?");
    private static final Pattern NAMES = Pattern.compile("name|value");
    private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");
    private static final int MAX_PATH_LENGTH = 512;

    private final Set<String> paths = new LinkedHashSet<>();

    private FilePathExtractor() {}

    static Set<String> in(JsonNode rawData) {
        var files = new FilePathExtractor();
        files.search(rawData);
        return files.paths;
    }

    private void search(JsonNode value) {
        if (value.isObject()) {
            value.propertyStream().forEach(member -> {
                if (FILES.matcher(member.getKey()).matches()) {
                    addFiles(member.getValue());
                } else if (PATHS.matcher(member.getKey()).matches()) {
                    addPaths(member.getValue());
                } else {
                    search(member.getValue());
                }
            });
        } else if (value.isArray()) {
            value.valueStream().forEach(this::search);
        }
    }

    /// Files are a text, a list of texts or objects, or an object whose members are named after the files.
    private void addFiles(JsonNode value) {
        if (value.isString()) {
            add(value.stringValue());
        } else if (value.isArray()) {
            value.valueStream().forEach(this::addFiles);
        } else if (value.isObject()) {
            value.propertyStream().forEach(member -> {
                var name = member.getKey();
                if (FILES.matcher(name).matches()
                        || NAMES.matcher(name).matches()
                        || member.getValue().isContainer()) {
                    addFiles(member.getValue());
                } else if (PATHS.matcher(name).matches()) {
                    addPaths(member.getValue());
                }
                if (FileNames.isFile(name) || name.indexOf('/') >= 0) {
                    add(name);
                }
            });
        }
    }

    /// A path may also be that of a URL or a menu: only the names of files are added.
    private void addPaths(JsonNode value) {
        if (value.isString() && FileNames.isFile(value.stringValue())) {
            add(value.stringValue());
        } else if (value.isArray()) {
            value.valueStream().forEach(this::addPaths);
        } else if (value.isObject()) {
            search(value);
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
                && plain.length() <= MAX_PATH_LENGTH
                && !plain.contains("://")
                && plain.codePoints().anyMatch(Character::isLetterOrDigit)) {
            paths.add(plain);
        }
    }
}
