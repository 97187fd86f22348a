package io.memlog.standalone;

import static io.memlog.standalone.RenderedChart.container;
import static io.memlog.standalone.RenderedChart.environment;
import static io.memlog.standalone.RenderedChart.secrets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Helm chart as Helm renders it, without a cluster: with the values that the documentation prints, and with
/// everything that is optional.
class HelmChartTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path CHART = PROJECT.resolve("deploy/helm/memlog");
    private static final Path ALL = Path.of("src/test/resources/helm/all.yaml");
    private static final String SECRETS = "/etc/memlog/secrets";

    private static final Set<String> WORKERS = Set.of("embedding-worker", "graph-worker");
    private static final Set<String> ALWAYS =
            Set.of("Deployment", "PersistentVolumeClaim", "PodDisruptionBudget", "Service", "ServiceAccount");
    private static final Set<String> OPTIONAL = Set.of(
            "ConfigMap", "HorizontalPodAutoscaler", "Ingress", "NetworkPolicy", "PrometheusRule", "ServiceMonitor");

    /// Variables of the container that are no settings.
    private static final Set<String> NO_SETTINGS = Set.of("POD_IP", "MEMLOG_SECRETS", "JDK_JAVA_OPTIONS");

    private static final Pattern DOCUMENTED_VALUES = Pattern.compile("(?s)```\n(image:\n.*?)```");
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>memlog</artifactId>\\s*<version>([^<]+)</version>");

    @TempDir
    static Path work;

    private static Path values;
    private static RenderedChart minimal;
    private static RenderedChart all;

    @BeforeAll
    static void render() throws IOException {
        var printed = DOCUMENTED_VALUES.matcher(Files.readString(PROJECT.resolve("docs/operations/deploy.md")));
        assertThat(printed.find()).isTrue();
        values = Files.writeString(work.resolve("values.yaml"), printed.group(1));
        minimal = RenderedChart.of(template().call());
        all = RenderedChart.of(template().withValuesFile(ALL).call());
    }

    @Test
    void helm_finds_nothing_to_complain_about() {
        var linted = new Helm(CHART).lint().strict().call();

        assertThat(linted.isFailed()).as("%s", linted.getMessages()).isFalse();
    }

    @Test
    void the_package_renders_what_the_folder_renders() throws IOException {
        new Helm(CHART).packageIt().withDestination(work).call();

        try (var files = Files.list(work)) {
            var archive = files.filter(file -> file.toString().endsWith(".tgz")).toList();
            assertThat(archive).hasSize(1);
            assertThat(RenderedChart.of(
                            template(archive.getFirst()).withValuesFile(ALL).call()))
                    .isEqualTo(all);
        }
    }

    @Test
    void what_is_optional_is_off() {
        assertThat(minimal.kinds()).isEqualTo(ALWAYS);
        assertThat(all.kinds()).containsAll(OPTIONAL).doesNotContain("PersistentVolumeClaim", "Secret");
        assertThat(minimal.deployments().keySet()).isEqualTo(applications());
        assertThat(minimal.deployments().values())
                .allMatch(deployment -> deployment.at("/spec/replicas").asInt() == 2);
        for (var worker : WORKERS) {
            assertThat(all.deployment(worker).at("/spec").has("replicas")).isFalse();
        }
    }

    @Test
    void every_image_is_of_its_application_and_of_this_version() throws IOException {
        var version = VERSION.matcher(Files.readString(PROJECT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();

        minimal.deployments()
                .forEach((application, deployment) -> assertThat(
                                container(deployment).path("image").asString())
                        .isEqualTo("registry.example.com/memlog/" + application + ":" + version.group(1)));
        all.deployments()
                .forEach((application, deployment) -> assertThat(
                                container(deployment).path("image").asString())
                        .isEqualTo("registry.example.com/memlog/" + application + ":1.2.3"));
    }

    @Test
    void every_variable_and_every_file_of_a_secret_is_a_setting() throws IOException {
        var settings = SettingsReference.environmentVariables();

        for (var deployment : deployments()) {
            assertThat(environment(deployment).keySet())
                    .filteredOn(variable -> !NO_SETTINGS.contains(variable))
                    .isNotEmpty()
                    .isSubsetOf(settings);
            assertThat(secrets(deployment).keySet())
                    .extracting(SettingsReference::environmentVariable)
                    .isNotEmpty()
                    .isSubsetOf(settings);
        }
    }

    @Test
    void a_setting_of_an_application_overrides_one_of_all_and_that_of_the_chart() {
        var replication = "MEMLOG_KAFKA_REPLICATIONFACTOR";

        assertThat(environment(all.deployment("api-service")))
                .containsEntry(replication, "2")
                .containsEntry("MEMLOG_OUTBOX_MAXROWS", "5000")
                .containsEntry("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs");
        assertThat(environment(all.deployment("graph-worker"))).containsEntry(replication, "3");
    }

    @Test
    void secrets_are_files_of_secrets_that_exist_and_nothing_else() {
        for (var deployment : deployments()) {
            assertThat(environment(deployment)).containsEntry("MEMLOG_SECRETS", SECRETS);
            assertThat(environment(deployment).keySet())
                    .noneMatch(variable -> variable.matches(".*(PASSWORD|TOKEN|APIKEY|ADMINKEY|OPERATEKEY)"));
            assertThat(container(deployment).path("volumeMounts").toString())
                    .contains("\"name\":\"secrets\",\"mountPath\":\"" + SECRETS + "\",\"readOnly\":true");
        }
        assertThat(secrets(minimal.deployment("api-service")))
                .isEqualTo(Map.of(
                        "memlog.http.internal-token", "memlog/internal-token",
                        "memlog.security.admin-key", "memlog/admin-key",
                        "spring.datasource.password", "postgres/password"));
        assertThat(secrets(minimal.deployment("graph-worker")))
                .isEqualTo(Map.of(
                        "memlog.http.internal-token", "memlog/internal-token",
                        "memlog.neo4j.password", "neo4j/password"));
        assertThat(secrets(all.deployment("embedding-worker")))
                .isEqualTo(Map.of(
                        "memlog.chroma.token", "chroma/token",
                        "memlog.embedding.openai.api-key", "openai/api-key",
                        "memlog.http.internal-token", "memlog/internal-token",
                        "spring.datasource.username", "postgres/username"));
    }

    @Test
    void probes_ask_the_documented_paths_at_the_port_of_the_application() throws IOException {
        var documented = Files.readString(PROJECT.resolve("docs/operations/metrics.md"));

        for (var deployment : deployments()) {
            var container = container(deployment);
            var application = container.path("name").asString();
            var dockerfile = Files.readString(PROJECT.resolve(application).resolve("Dockerfile"));
            for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                var call = container.path(probe).path("httpGet");
                assertThat(documented).contains("`" + call.path("path").asString() + "`");
                assertThat(call.path("port").asString()).isEqualTo("http");
            }
            assertThat(container.at("/readinessProbe/httpGet/path").asString()).endsWith("/readiness");
            assertThat(container.path("ports")).hasSize(1);
            assertThat(container.at("/ports/0/name").asString()).isEqualTo("http");
            assertThat(dockerfile)
                    .contains(
                            "\nEXPOSE " + container.at("/ports/0/containerPort").asInt() + "\n");
        }
    }

    @Test
    void api_service_calls_the_services_of_the_workers_by_names_that_they_know() {
        var settings = environment(minimal.deployment("api-service"));
        var called = Map.of(
                "embedding-worker", settings.get("MEMLOG_SEARCH_VECTOR_URL"),
                "graph-worker", settings.get("MEMLOG_SEARCH_GRAPH_URL"));

        called.forEach((worker, url) -> {
            var service = minimal.named("Service", "memlog-" + worker);
            var pod = minimal.deployment(worker).at("/spec/template/metadata/labels");
            assertThat(url)
                    .isEqualTo("http://memlog-" + worker + ":"
                            + service.at("/spec/ports/0/port").asInt());
            assertThat(service.at("/spec/selector").properties()).isSubsetOf(pod.properties());
            assertThat(environment(minimal.deployment(worker)).get("MEMLOG_HTTP_ALLOWEDHOSTS"))
                    .contains("$(POD_IP),memlog-" + worker + ",");
        });
        assertThat(environment(all.deployment("api-service")).get("MEMLOG_HTTP_ALLOWEDHOSTS"))
                .contains("$(POD_IP),memlog-api-service,")
                .endsWith(",memlog.example.com,memlog.example.org");
    }

    @Test
    void containers_run_without_rights_and_write_only_to_what_is_mounted() throws IOException {
        for (var deployment : deployments()) {
            var pod = deployment.at("/spec/template/spec");
            var container = container(deployment);
            assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asString())
                    .isEqualTo("RuntimeDefault");
            assertThat(container.at("/securityContext").toString())
                    .contains("\"readOnlyRootFilesystem\":true", "\"allowPrivilegeEscalation\":false", "\"ALL\"");
            var mounts = texts(container.path("volumeMounts"), "mountPath");
            assertThat(texts(container.path("volumeMounts"), "name"))
                    .hasSameElementsAs(texts(pod.path("volumes"), "name"));
            assertThat(mounts).contains("/tmp");
            var dockerfile = PROJECT.resolve(container.path("name").asString()).resolve("Dockerfile");
            assertThat(Files.readString(dockerfile))
                    .contains("USER " + pod.at("/securityContext/runAsUser").asInt() + ":");
        }
        assertThat(texts(container(minimal.deployment("api-service")).path("volumeMounts"), "mountPath"))
                .contains("/application/archive", "/application/pipeline");
    }

    @Test
    void a_pod_has_the_time_that_its_settings_give_to_a_stop() {
        for (var deployment : deployments()) {
            var settings = environment(deployment);
            var preStop = container(deployment)
                    .at("/lifecycle/preStop/exec/command/1")
                    .asString();
            var phase = seconds(settings, "SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE");
            var stop = settings.containsKey("MEMLOG_CONSUMER_SHUTDOWNTIMEOUT")
                    ? phase + seconds(settings, "MEMLOG_CONSUMER_SHUTDOWNTIMEOUT")
                    : 2 * phase;

            assertThat(deployment
                            .at("/spec/template/spec/terminationGracePeriodSeconds")
                            .asLong())
                    .isGreaterThan(Long.parseLong(preStop) + stop);
        }
    }

    @Test
    void prometheus_has_the_alerts_of_compose_and_reads_each_application_with_its_key() throws IOException {
        var rule = all.named("PrometheusRule", "memlog");
        var monitors = all.ofKind("ServiceMonitor")
                .collect(Collectors.toMap(
                        monitor -> monitor.at("/metadata/name").asString(),
                        monitor -> monitor.at("/spec/endpoints/0/authorization/credentials")));

        assertThat(rule.path("spec"))
                .isEqualTo(RenderedChart.of(Files.readString(PROJECT.resolve("deploy/alerts.yml")))
                        .documents()
                        .getFirst());
        assertThat(rule.at("/metadata/labels/release").asString()).isEqualTo("prometheus");
        assertThat(monitors.keySet())
                .isEqualTo(applications().stream().map("memlog-"::concat).collect(Collectors.toSet()));
        monitors.forEach(
                (name, credentials) -> assertThat(credentials.path("key").asString())
                        .isEqualTo(name.equals("memlog-api-service") ? "operate-key" : "internal-token"));
        assertThat(all.ofKind("ServiceMonitor")).allSatisfy(monitor -> {
            assertThat(monitor.at("/spec/jobLabel").asString()).isEqualTo("app.kubernetes.io/component");
            var selected = monitor.at("/spec/selector/matchLabels").properties();
            assertThat(all.ofKind("Service")
                            .filter(service ->
                                    service.at("/metadata/labels").properties().containsAll(selected)))
                    .hasSize(1);
        });
    }

    @Test
    void grafana_gets_every_dashboard() throws IOException {
        var json = new JsonMapper();
        var rendered = all.ofKind("ConfigMap")
                .peek(map -> assertThat(
                                map.at("/metadata/labels/grafana_dashboard").asString())
                        .isEqualTo("1"))
                .flatMap(map -> map.path("data").properties().stream())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, file -> json.readTree(file.getValue().asString())));
        var files = new HashMap<String, JsonNode>();
        try (var dashboards = Files.list(PROJECT.resolve("deploy/grafana/dashboards"))) {
            for (var dashboard : dashboards.toList()) {
                files.put("memlog-" + dashboard.getFileName(), json.readTree(Files.readString(dashboard)));
            }
        }

        assertThat(rendered).isNotEmpty().isEqualTo(files);
    }

    @Test
    void only_api_service_and_prometheus_may_call_a_worker() {
        for (var worker : WORKERS) {
            var from = all.named("NetworkPolicy", "memlog-" + worker).at("/spec/ingress/0/from");

            assertThat(from).hasSize(2);
            assertThat(from.at("/0/podSelector/matchLabels/app.kubernetes.io~1component")
                            .asString())
                    .isEqualTo("api-service");
            assertThat(from.at("/1").toString()).contains("monitoring");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image.registry                | Set image.registry to where the images
            kafka.bootstrapServers        | Set kafka.bootstrapServers, such as
            postgresql.url                | Set postgresql.url, such as
            postgresql.existingSecret     | Set postgresql.existingSecret to the Secret
            chroma.url                    | Set chroma.url, such as
            neo4j.uri                     | Set neo4j.uri, such as
            neo4j.existingSecret          | Set neo4j.existingSecret to the Secret
            internalToken.existingSecret  | Set internalToken.existingSecret to the Secret
            adminKey.existingSecret       | Set adminKey.existingSecret to the Secret
            """)
    void what_is_missing_is_named_in_a_sentence(String value, String sentence) {
        var incomplete = template().set(value, "");

        assertThatThrownBy(incomplete::call).hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            serviceMonitor.enabled          | true             | Set operateKey.existingSecret
            ingress.enabled                 | true             | Set ingress.host
            serviceAccount.create           | false            | Set serviceAccount.name
            apiService.archive.accessMode   | ReadWriteOnce    | Set apiService.archive.accessMode to ReadWriteMany
            apiService.replicas             | many             | replicas
            apiService.replica              | 2                | replica
            embeddingWorker.settings.memlog | 1                | settings
            image.pullPolicy                | sometimes        | pullPolicy
            kafka.bootstrapServers          | kafka            | bootstrapServers
            postgresql.url                  | postgres:5432    | url
            neo4j.uri                       | http://neo4j     | uri
            neo4j.password                  | 1234             | password
            graphWorker.archive.size        | 1Gi              | archive
            """)
    void what_is_wrong_is_refused_by_name(String value, String wrong, String named) {
        var refused = template().set(value, wrong);

        assertThatThrownBy(refused::call).hasMessageContaining(named);
    }

    private static TemplateCommand template() {
        return template(CHART);
    }

    private static TemplateCommand template(Path chart) {
        return new Helm(chart)
                .template()
                .withName("memlog")
                .withNamespace("memory")
                .withKubeVersion("1.33.0")
                .withValuesFile(values);
    }

    private static Set<String> applications() {
        var applications = new TreeSet<>(WORKERS);
        applications.add("api-service");
        return applications;
    }

    /// With both values.
    private static List<JsonNode> deployments() {
        return Stream.of(minimal, all)
                .flatMap(chart -> chart.deployments().values().stream())
                .toList();
    }

    private static List<String> texts(JsonNode list, String member) {
        return list.valueStream().map(item -> item.path(member).asString()).toList();
    }

    private static long seconds(Map<String, String> settings, String name) {
        return DurationStyle.detectAndParse(settings.getOrDefault(name, "")).toSeconds();
    }
}
