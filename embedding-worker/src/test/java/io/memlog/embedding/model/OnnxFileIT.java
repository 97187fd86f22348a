package io.memlog.embedding.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.memlog.embedding.model.OnnxProperties.Pooling;
import io.memlog.schemas.memory.Embedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/// A model from a file: the one that ships with the application, copied.
class OnnxFileIT {

    private static final String TEXT = "the relay publishes in batches";

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void copy() throws IOException {
        model = copy("bge-small-en-v1.5-q.onnx", "model.onnx");
        copy("bge-small-en-v1.5-q-tokenizer.json", "tokenizer.json");
    }

    private Path copy(String resource, String name) throws IOException {
        try (var content = OnnxEmbedder.class.getResourceAsStream("/" + resource)) {
            var file = folder.resolve(name);
            Files.copy(content, file);
            return file;
        }
    }

    @Test
    void a_model_from_a_file_embeds_with_the_pooling_and_the_prefixes_of_its_settings() throws Exception {
        try (var bundled = OnnxEmbedder.load(ModelFixture.bundled());
                var first = load(Pooling.CLS, 512, "", "");
                var mean = load(Pooling.MEAN, 512, "query: ", "passage: ")) {
            assertThat(first.embedPassage(TEXT)).isEqualTo(bundled.embedPassage(TEXT));
            assertThat(first.embedQuery(TEXT)).isEqualTo(bundled.embedPassage(TEXT));
            assertThat(first.dimensions()).isEqualTo(384);
            assertThat(length(mean.embedPassage(TEXT))).isCloseTo(1, within(1e-6));
            assertThat(mean.embedPassage(TEXT)).isNotEqualTo(first.embedPassage("passage: " + TEXT));
            assertThat(mean.embedPassage(TEXT)).isNotEqualTo(mean.embedQuery(TEXT));
            assertThat(mean.maxTextTokens()).isLessThan(first.maxTextTokens());
        }
    }

    @Test
    void what_gives_other_vectors_has_another_name_so_that_no_two_share_an_index() throws Exception {
        Set<String> names = new HashSet<>();
        for (var prefix : List.of("", "passage: ")) {
            for (var pooling : Pooling.values()) {
                try (var model = load(pooling, 512, "query: ", prefix);
                        var again = load(pooling, 512, "", prefix)) {
                    assertThat(model.name()).matches("model-[0-9a-f]{8}").isEqualTo(again.name());
                    names.add(model.name());
                }
            }
        }
        assertThat(names).hasSize(4);
    }

    @Test
    void what_is_no_usable_model_is_refused_by_the_name_of_its_setting() throws Exception {
        assertRefused(folder.resolve("absent.onnx"), 512, "absent.onnx cannot be read");
        assertRefused(Files.writeString(folder.resolve("text.onnx"), "no model"), 512, "no sentence embedding model");
        assertRefused(model, 128, "less than 128 tokens");
        assertRefused(model, 600, "600 tokens of memlog.embedding.onnx.max-tokens");
        Files.writeString(folder.resolve("tokenizer.json"), "{}");
        assertRefused(model, 512, "no sentence embedding model with a tokenizer");
        Files.delete(folder.resolve("tokenizer.json"));
        assertRefused(model, 512, "tokenizer.json cannot be read");
    }

    private static void assertRefused(Path path, int maxTokens, String reason) {
        assertThatThrownBy(() -> OnnxEmbedder.load(new OnnxProperties(path, Pooling.CLS, maxTokens, "", "")))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining("memlog.embedding.onnx.path")
                .hasMessageContaining(reason);
    }

    private OnnxEmbedder load(Pooling pooling, int maxTokens, String queryPrefix, String passagePrefix) {
        return OnnxEmbedder.load(new OnnxProperties(model, pooling, maxTokens, queryPrefix, passagePrefix));
    }

    private static double length(Embedding vector) {
        double squares = 0;
        for (var value : vector.toArray()) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
