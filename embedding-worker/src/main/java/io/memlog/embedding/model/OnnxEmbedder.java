package io.memlog.embedding.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.memlog.embedding.model.OnnxProperties.Pooling;
import io.memlog.embedding.text.TokenCounter;
import io.memlog.schemas.memory.Embedding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/// A model in this JVM, on one core per text: the quantised bge-small-en-v1.5 that ships with the application, or one
/// from a file.
///
/// Each inference embeds one text: a quantised model quantises its activations per batch, so texts embedded together
/// would change each other's vectors. Vectors have length 1.
final class OnnxEmbedder implements LocalModel, AutoCloseable {

    private static final String BUNDLED_MODEL = "bge-small-en-v1.5-q";
    private static final OnnxProperties BUNDLED =
            new OnnxProperties(null, Pooling.CLS, 512, "Represent this sentence for searching relevant passages: ", "");
    private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask", "token_type_ids");
    private static final int MIN_TEXT_TOKENS = 128;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final String name;
    private final OnnxProperties properties;
    private final OrtSession session;
    private final ModelTokenizer tokenizer;
    private final int dimensions;

    private OnnxEmbedder(String name, OnnxProperties properties, OrtSession session, ModelTokenizer tokenizer)
            throws OrtException {
        this.name = name;
        this.properties = properties;
        this.session = session;
        this.tokenizer = tokenizer;
        this.dimensions = vector(tokenizer.encodeWithSpecialTokens(name, properties.maxTokens())).length;
    }

    /// Loads a model; takes about a second.
    ///
    /// @throws InvalidConfigurationPropertyValueException when the file is no model that this class can use
    static OnnxEmbedder load(OnnxProperties properties) {
        return properties.path() == null ? loadBundled() : load(new OnnxModelFile(properties.path(), properties));
    }

    private static OnnxEmbedder loadBundled() {
        try (var model = resource(BUNDLED_MODEL + ".onnx");
                var tokenizer = resource(BUNDLED_MODEL + "-tokenizer.json");
                var options = options()) {
            var session = OrtEnvironment.getEnvironment().createSession(model.readAllBytes(), options);
            return new OnnxEmbedder(BUNDLED_MODEL, BUNDLED, session, new ModelTokenizer(tokenizer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OrtException e) {
            throw new IllegalStateException("the embedding model cannot be loaded", e);
        }
    }

    private static OnnxEmbedder load(OnnxModelFile file) {
        file.requireReadable();
        try (var tokenizer = Files.newInputStream(file.tokenizer());
                var options = options()) {
            var session =
                    OrtEnvironment.getEnvironment().createSession(file.path().toString(), options);
            if (!INPUTS.containsAll(session.getInputNames())) {
                throw file.invalid("its inputs are " + session.getInputNames() + " instead of " + INPUTS);
            }
            var embedder = new OnnxEmbedder(file.name(), file.properties(), session, new ModelTokenizer(tokenizer));
            embedder.requireWindow(file);
            return embedder;
        } catch (InvalidConfigurationPropertyValueException e) {
            throw e;
        } catch (IOException | OrtException | RuntimeException e) {
            throw file.invalid("it is no sentence embedding model with a tokenizer: " + e.getMessage());
        }
    }

    private static OrtSession.SessionOptions options() throws OrtException {
        var options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        return options;
    }

    private void requireWindow(OnnxModelFile file) {
        if (maxTextTokens() < MIN_TEXT_TOKENS) {
            throw file.invalid("memlog.embedding.onnx.max-tokens leaves less than " + MIN_TEXT_TOKENS
                    + " tokens beside memlog.embedding.onnx.passage-prefix");
        }
        var longest = new long[properties.maxTokens()];
        Arrays.fill(longest, tokenizer.encodeWithSpecialTokens(name, properties.maxTokens())[0]);
        try {
            vector(longest);
        } catch (OrtException e) {
            throw file.invalid("it cannot read the " + longest.length + " tokens of memlog.embedding.onnx.max-tokens");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public Embedding embedPassage(String text) {
        return embed(properties.passagePrefix() + text);
    }

    @Override
    public Embedding embedQuery(String text) {
        return embed(properties.queryPrefix() + text);
    }

    TokenCounter tokens() {
        return tokenizer;
    }

    /// How many tokens a text may have.
    int maxTextTokens() {
        return properties.maxTokens() - ModelTokenizer.SPECIAL_TOKENS - tokenizer.count(properties.passagePrefix());
    }

    @Override
    public void close() throws OrtException {
        session.close();
        tokenizer.close();
    }

    private Embedding embed(String text) {
        try {
            return Embedding.of(normalised(vector(tokenizer.encodeWithSpecialTokens(text, properties.maxTokens()))));
        } catch (OrtException e) {
            throw new IllegalStateException("the embedding model failed", e);
        }
    }

    private float[] vector(long[] ids) throws OrtException {
        var ones = new long[ids.length];
        Arrays.fill(ones, 1);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (var input : session.getInputNames()) {
                var values = switch (input) {
                    case "input_ids" -> ids;
                    case "attention_mask" -> ones;
                    default -> new long[ids.length];
                };
                inputs.put(input, OnnxTensor.createTensor(environment, new long[][] {values}));
            }
            try (var result = session.run(inputs)) {
                var tokens = ((float[][][]) result.get(0).getValue())[0];
                return properties.pooling() == Pooling.CLS ? tokens[0] : mean(tokens);
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static float[] mean(float[][] tokens) {
        var sum = new float[tokens[0].length];
        for (var token : tokens) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += token[i] / tokens.length;
            }
        }
        return sum;
    }

    private static float[] normalised(float[] values) {
        double squares = 0;
        for (var value : values) {
            squares += (double) value * value;
        }
        var length = Math.sqrt(squares);
        var normalised = new float[values.length];
        for (var i = 0; i < values.length; i++) {
            normalised[i] = (float) (values[i] / length);
        }
        return normalised;
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(OnnxEmbedder.class.getResourceAsStream("/" + name), name);
    }
}
