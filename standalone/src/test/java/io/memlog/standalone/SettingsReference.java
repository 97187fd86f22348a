package io.memlog.standalone;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every `memlog.*` setting on the class path, as the properties records of the modules describe it.
final class SettingsReference {

    private static final JsonMapper JSON = new JsonMapper();

    private static final List<Section> SECTIONS = List.of(
            new Section("io.memlog.api.", "api-service"),
            new Section("io.memlog.eventstore.", "event-store, a part of api-service"),
            new Section(
                    "io.memlog.consumer.",
                    "event-consumer, a part of both workers; `memlog.kafka` of api-service, too"),
            new Section("io.memlog.security.", "http-security, a part of all three applications"),
            new Section("io.memlog.embedding.", "embedding-worker"),
            new Section("io.memlog.graph.", "graph-worker"));

    private final Map<String, Setting> settings;

    private SettingsReference(Map<String, Setting> settings) {
        this.settings = settings;
    }

    static SettingsReference load() throws IOException {
        var fromFiles = fromConfigurationFiles();
        var settings = new TreeMap<String, Setting>();
        for (var property : properties()) {
            var name = property.path("name").asString();
            if (name.startsWith("memlog.")) {
                var value = text(property.path("defaultValue"));
                settings.put(
                        name,
                        new Setting(
                                property.path("sourceType").asString(),
                                fromFiles.getOrDefault(name, value),
                                property.path("description").asString("")));
            }
        }
        return new SettingsReference(settings);
    }

    /// Every setting of Memlog and of Spring Boot on the class path, and the one with a variable of its own, as
    /// environment variables.
    static Set<String> environmentVariables() throws IOException {
        var variables = new HashSet<>(Set.of("MEMLOG_ADMIN_KEY"));
        for (var property : properties()) {
            variables.add(environmentVariable(property.path("name").asString()));
        }
        return variables;
    }

    static String environmentVariable(String setting) {
        return setting.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static List<JsonNode> properties() throws IOException {
        var properties = new ArrayList<JsonNode>();
        var resources =
                SettingsReference.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json");
        for (var resource : Collections.list(resources)) {
            try (var metadata = resource.openStream()) {
                JSON.readTree(metadata).path("properties").forEach(properties::add);
            }
        }
        return properties;
    }

    /// A list as it is written in a setting: without brackets.
    private static String text(JsonNode value) {
        return value.asString("").replaceAll("^\\[|]$", "").replace(", ", ",");
    }

    /// What the applications' own files say instead of the defaults of the records.
    private static Map<String, String> fromConfigurationFiles() {
        var values = new HashMap<String, String>();
        for (var application : List.of("api-service", "embedding-worker", "graph-worker")) {
            var yaml = new YamlPropertiesFactoryBean();
            yaml.setResources(new ClassPathResource(application + ".yml"));
            Objects.requireNonNull(yaml.getObject())
                    .forEach((name, value) -> values.put(name.toString(), value.toString()));
        }
        return values;
    }

    /// Whether this is the name of a setting, or what the names of several have in common.
    boolean knows(String name) {
        return settings.keySet().stream().anyMatch(setting -> (setting + ".").startsWith(name + "."));
    }

    List<String> undescribed() {
        return settings.entrySet().stream()
                .filter(setting -> setting.getValue().description().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    String tables() {
        var page = new StringBuilder();
        for (var section : SECTIONS) {
            var groups = settings.entrySet().stream()
                    .filter(setting -> setting.getValue().section().equals(section))
                    .collect(Collectors.groupingBy(
                            setting -> setting.getKey().replaceFirst("^(memlog\\.[^.]+).*", "$1"),
                            TreeMap::new,
                            Collectors.toList()));
            page.append("\n## ").append(section.title()).append('\n');
            groups.forEach((prefix, rows) -> {
                page.append("\n### `%s`\n\n| setting | default | what |\n|---|---|---|\n".formatted(prefix));
                rows.forEach(row -> page.append(row.getValue().row(row.getKey())));
            });
        }
        return page.toString();
    }

    private record Section(String packages, String title) {}

    /// @param record    the properties record that declares it
    /// @param byDefault empty where there is no default
    private record Setting(String record, String byDefault, String description) {

        Section section() {
            return SECTIONS.stream()
                    .filter(section -> record.startsWith(section.packages()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no section of the page is for " + record));
        }

        String row(String name) {
            var value = byDefault.isEmpty() ? "none" : "`" + byDefault + "`";
            return "| `%s` | %s | %s |\n".formatted(name, value, description.replace("|", "\\|"));
        }
    }
}
