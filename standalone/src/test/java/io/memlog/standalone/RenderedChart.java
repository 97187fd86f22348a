package io.memlog.standalone;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What Helm made of the chart.
record RenderedChart(List<JsonNode> documents) {

    static RenderedChart of(String yaml) {
        var json = new JsonMapper();
        var loader = new Yaml(new SafeConstructor(new LoaderOptions()));
        return new RenderedChart(StreamSupport.stream(loader.loadAll(yaml).spliterator(), false)
                .filter(Objects::nonNull)
                .map(json::<JsonNode>valueToTree)
                .toList());
    }

    Set<String> kinds() {
        return documents.stream()
                .map(document -> document.path("kind").asString())
                .collect(Collectors.toSet());
    }

    Stream<JsonNode> ofKind(String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asString().equals(kind));
    }

    JsonNode named(String kind, String name) {
        return ofKind(kind)
                .filter(document -> document.at("/metadata/name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// By the name of the application.
    Map<String, JsonNode> deployments() {
        return ofKind("Deployment")
                .collect(Collectors.toMap(
                        deployment -> container(deployment).path("name").asString(), deployment -> deployment));
    }

    JsonNode deployment(String application) {
        return named("Deployment", "memlog-" + application);
    }

    static JsonNode container(JsonNode deployment) {
        return deployment.at("/spec/template/spec/containers/0");
    }

    static Map<String, String> environment(JsonNode deployment) {
        return container(deployment)
                .path("env")
                .valueStream()
                .collect(Collectors.toMap(
                        variable -> variable.path("name").asString(),
                        variable -> variable.path("value").asString("")));
    }

    /// The Secret and the key of each file.
    static Map<String, String> secrets(JsonNode deployment) {
        return deployment
                .at("/spec/template/spec/volumes/0/projected/sources")
                .valueStream()
                .map(source -> source.path("secret"))
                .collect(Collectors.toMap(
                        secret -> secret.at("/items/0/path").asString(),
                        secret -> secret.path("name").asString() + "/"
                                + secret.at("/items/0/key").asString()));
    }
}
