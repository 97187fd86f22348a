package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What deploys Memlog in containers, read as text: Docker is not needed.
class ContainersTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> APPLICATIONS = Set.of("api-service", "embedding-worker", "graph-worker");
    private static final Set<String> WORKERS = Set.of("embedding-worker", "graph-worker");

    private static final Pattern PINNED = Pattern.compile("[\\w./-]+:v?\\d+\\.[\\w.-]+");
    private static final Pattern PASSWORD = Pattern.compile(".*(PASSWORD|TOKEN|KEY|SECRET|AUTH)");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+):\\?[^}]+}");
    private static final Pattern EMPTY_VALUE = Pattern.compile("(?m)^(\\w+)=$");
    private static final Pattern SET_VALUE = Pattern.compile("(?m)^\\w+=.+$");

    private static JsonNode compose;

    @BeforeAll
    static void read() throws IOException {
        compose = yaml("docker-compose.yml");
    }

    @Test
    void every_image_has_a_fixed_version() throws IOException {
        var images = services().entrySet().stream()
                .filter(service -> !APPLICATIONS.contains(service.getKey()))
                .map(service -> service.getValue().path("image").asString());
        var bases = APPLICATIONS.stream()
                .flatMap(application -> dockerfile(application).lines())
                .filter(line -> line.startsWith("ARG ") && line.contains("_IMAGE="))
                .map(line -> line.substring(line.indexOf('=') + 1));

        assertThat(Stream.concat(images, bases))
                .hasSizeGreaterThan(APPLICATIONS.size())
                .allMatch(image -> PINNED.matcher(image).matches());
    }

    @Test
    void every_published_port_is_on_loopback_and_a_worker_which_can_have_several_instances_has_none() {
        services().forEach((name, service) -> {
            var ports = texts(service.path("ports"));
            assertThat(ports).as(name).allMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+:\\d+"));
            if (WORKERS.contains(name)) {
                assertThat(ports).as(name).isEmpty();
                assertThat(service.has("container_name")).as(name).isFalse();
            }
        });
    }

    @Test
    void every_service_has_a_health_check_and_waits_for_what_it_needs() {
        services().forEach((name, service) -> {
            assertThat(
                            APPLICATIONS.contains(name)
                                    ? dockerfile(name).contains("\nHEALTHCHECK ")
                                    : service.path("healthcheck").has("test"))
                    .as(name)
                    .isTrue();
            for (var needed : service.path("depends_on").properties()) {
                assertThat(services()).as(name).containsKey(needed.getKey());
                assertThat(needed.getValue().path("condition").asString())
                        .as(name)
                        .isEqualTo("service_healthy");
            }
        });
    }

    @Test
    void no_password_is_preset() throws IOException {
        var example = Files.readString(PROJECT.resolve(".env.example"));
        var empty = EMPTY_VALUE
                .matcher(example)
                .results()
                .map(value -> value.group(1))
                .collect(Collectors.toSet());
        var referred = REFERENCE
                .matcher(Files.readString(PROJECT.resolve("docker-compose.yml")))
                .results()
                .map(reference -> reference.group(1))
                .collect(Collectors.toSet());

        services()
                .forEach((name, service) -> environment(service).forEach((variable, value) -> {
                    if (PASSWORD.matcher(variable).matches()) {
                        assertThat(value).as(name + ": " + variable).matches("(neo4j/)?" + REFERENCE.pattern());
                    }
                }));
        assertThat(SET_VALUE.matcher(example).results().map(MatchResult::group)).isEmpty();
        assertThat(referred).isEqualTo(empty);
        for (var secret : compose.path("secrets")) {
            assertThat(empty).contains(secret.path("environment").asString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-service", "embedding-worker", "graph-worker"})
    void every_variable_of_an_application_is_a_setting(String application) throws IOException {
        assertThat(environment(compose.path("services").path(application)).keySet())
                .isNotEmpty()
                .isSubsetOf(SettingsReference.environmentVariables());
    }

    @Test
    void prometheus_calls_services_that_there_are_with_secrets_that_it_has() throws IOException {
        var secrets = texts(compose.path("services").path("prometheus").path("secrets")).stream()
                .map("/run/secrets/"::concat)
                .toList();
        var jobs = yaml("deploy/prometheus.yml").path("scrape_configs");

        assertThat(jobs).extracting(job -> job.path("job_name").asString()).hasSameElementsAs(APPLICATIONS);
        for (var job : jobs) {
            var name = job.path("job_name").asString();
            var port = dockerfile(name).replaceFirst("(?s).*\nEXPOSE (\\d+)\n.*", "$1");
            assertThat(secrets)
                    .contains(job.path("authorization").path("credentials_file").asString());
            assertThat(job.toString())
                    .containsAnyOf(name + ":" + port, "[\"" + name + "\"],\"type\":\"A\",\"port\":" + port);
        }
    }

    @Test
    void the_stage_that_builds_is_the_same_for_all_images() {
        var stages = APPLICATIONS.stream()
                .map(ContainersTest::dockerfile)
                .map(text -> text.substring(text.indexOf("\nARG BUILD_IMAGE"), text.indexOf("\nFROM ${RUNTIME_IMAGE}")))
                .collect(Collectors.toSet());

        assertThat(stages).hasSize(1);
    }

    /// Netty, RocksDB and ONNX load native code; and the cache does not fit another list of such modules.
    @ParameterizedTest
    @ValueSource(strings = {"api-service", "embedding-worker", "graph-worker"})
    void the_cache_is_made_with_the_native_access_of_the_start(String application) {
        var nativeAccess = "--enable-native-access=ALL-UNNAMED";

        assertThat(dockerfile(application).lines().filter(line -> line.contains(nativeAccess)))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("RUN java -XX:AOTCacheOutput=application.aot "))
                .anyMatch(line -> line.startsWith("ENTRYPOINT [\"java\", \"-XX:AOTCache=application.aot\", "));
    }

    @Test
    void the_script_that_builds_reaches_the_images_and_knows_each_application() throws IOException {
        var script = "deploy/build-applications.sh";

        assertThat(APPLICATIONS).allMatch(application -> dockerfile(application).contains("/source/" + script));
        assertThat(Files.readString(PROJECT.resolve(script))).contains(APPLICATIONS);
        assertThat(sentToDocker()).contains("!" + script);
    }

    @Test
    void nothing_but_sources_is_sent_to_docker() throws IOException {
        var rules = sentToDocker();

        assertThat(rules.getFirst()).isEqualTo("*");
        assertThat(rules.subList(1, rules.size())).isNotEmpty().allMatch(rule -> rule.startsWith("!"));
    }

    private static List<String> sentToDocker() throws IOException {
        return Files.readAllLines(PROJECT.resolve(".dockerignore")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private static Map<String, JsonNode> services() {
        return compose.path("services").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first, TreeMap::new));
    }

    private static Map<String, String> environment(JsonNode service) {
        return service.path("environment").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, variable -> variable.getValue().asString()));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    private static String dockerfile(String application) {
        try {
            return Files.readString(PROJECT.resolve(application).resolve("Dockerfile"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode yaml(String file) throws IOException {
        var loader = new Yaml(new SafeConstructor(new LoaderOptions()));
        Object content = Objects.requireNonNull(loader.load(Files.readString(PROJECT.resolve(file))));
        return new JsonMapper().valueToTree(content);
    }
}
