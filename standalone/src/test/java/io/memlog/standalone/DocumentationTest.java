package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.json.JsonMapper;

/// The documents against what is built: settings, calls, commands and links.
class DocumentationTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path CONFIGURATION = PROJECT.resolve("docs/configuration.md");
    private static final String GENERATED = "<!-- generated from the properties records: ";
    private static final String WRITE = "./memlog test -pl standalone -am -DskipITs -Dtest=DocumentationTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dmemlog.docs.write=true";

    private static final Set<String> OF_THE_LAUNCHER = Set.of("bench", "run", "test", "env", "help");
    private static final int USAGE = 2;
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:\\s]+)");
    private static final Pattern SETTING = Pattern.compile("(?<![\\w.])memlog(\\.[a-z0-9-]+)+");
    private static final Pattern COMMAND = Pattern.compile("\\./memlog ([a-z][^|)`\n]*)");
    private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    Path folder;

    @Test
    void every_setting_is_listed_as_its_record_describes_it() throws IOException {
        var settings = SettingsReference.load();
        var page = Files.readString(CONFIGURATION);

        var current = page.substring(0, page.indexOf(GENERATED)) + GENERATED + WRITE + " -->\n" + settings.tables();
        if (Boolean.getBoolean("memlog.docs.write")) {
            Files.writeString(CONFIGURATION, current);
        }

        assertThat(settings.undescribed()).isEmpty();
        assertThat(Files.readString(CONFIGURATION))
                .as("docs/configuration.md does not list the settings as they are; write it with\n%s", WRITE)
                .isEqualTo(current);
    }

    @Test
    void every_setting_that_a_document_names_exists() throws IOException {
        var settings = SettingsReference.load();

        var named = matches(SETTING).map(MatchResult::group).filter(name -> !name.equals("memlog.docs.write"));

        assertThat(named.filter(name -> !settings.knows(name))).isEmpty();
    }

    @Test
    void every_call_of_the_contract_is_described() throws IOException {
        var page = Files.readString(PROJECT.resolve("docs/http-api.md"));
        var calls = new ArrayList<String>();

        try (var contract = new ClassPathResource("openapi/openapi.json").getInputStream()) {
            for (var path : new JsonMapper().readTree(contract).path("paths").properties()) {
                path.getValue().propertyNames().stream()
                        .filter(METHODS::contains)
                        .forEach(method -> calls.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
            }
        }

        assertThat(calls).isNotEmpty().filteredOn(call -> !page.contains(call)).isEmpty();
    }

    @Test
    void the_command_line_understands_every_command_that_a_document_prints() throws IOException {
        var memlog = new CommandLine("http://127.0.0.1:1");
        var misused = new TreeMap<String, String>();
        var export = Files.writeString(folder.resolve("conversations.json"), "[{\"mapping\":{}}]");

        for (var command : matches(COMMAND).map(match -> match.group(1)).toList()) {
            var arguments = ARGUMENT.matcher(command.replace("$letter", "00000000-0000-5000-8000-000000000000")
                            .replace("notes.jsonl", "-")
                            .replace("conversations.json", export.toString()))
                    .results()
                    .map(MatchResult::group)
                    .toArray(String[]::new);
            if (!OF_THE_LAUNCHER.contains(arguments[0])) {
                var ended = memlog.run(arguments);
                if (ended.status() == USAGE) {
                    misused.put(command, ended.errors());
                }
            }
        }

        assertThat(misused).isEmpty();
    }

    @Test
    void every_link_within_the_project_leads_to_a_file() throws IOException {
        var broken = new ArrayList<String>();

        for (var document : documents()) {
            LINK.matcher(Files.readString(document))
                    .results()
                    .map(link -> link.group(1))
                    .forEach(target -> {
                        if (!Files.exists(document.resolveSibling(target))) {
                            broken.add(PROJECT.relativize(document) + " → " + target);
                        }
                    });
        }

        assertThat(broken).isEmpty();
    }

    private static Stream<MatchResult> matches(Pattern pattern) throws IOException {
        var found = new ArrayList<MatchResult>();
        for (var document : documents()) {
            pattern.matcher(Files.readString(document)).results().forEach(found::add);
        }
        return found.stream();
    }

    private static List<Path> documents() throws IOException {
        try (var documents = Files.walk(PROJECT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(PROJECT.resolve("README.md")),
                            documents.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }
}
