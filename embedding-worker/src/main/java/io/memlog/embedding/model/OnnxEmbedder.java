package io.memlog.embedding.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.memlog.embedding.text.TokenCounter;
import io.memlog.schemas.memory.Embedding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/// The quantised bge-small-en-v1.5 model in this JVM, on one core per text.
///
/// Each inference embeds one text: the model quantises its activations per batch, so texts embedded together
/// would change each other's vectors. Vectors have length 1.
final class OnnxEmbedder implements LocalModel, AutoCloseable {

    /// How many tokens the model reads, special tokens included.
    static final int MAX_TOKENS = 512;

    private static final String MODEL = "bge-small-en-v1.5-q";
    private static final int DIMENSIONS = 384;
    private static final String QUERY = "Represent this sentence for searching relevant passages: ";

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final BertTokenizer tokenizer;

    private OnnxEmbedder(OrtSession session, BertTokenizer tokenizer) {
        this.session = session;
        this.tokenizer = tokenizer;
    }

    /// Loads the model from the classpath; takes about a second.
    static OnnxEmbedder load() {
        try (var model = resource(MODEL + ".onnx");
                var tokenizer = resource(MODEL + "-tokenizer.json");
                var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            var session = OrtEnvironment.getEnvironment().createSession(model.readAllBytes(), options);
            return new OnnxEmbedder(session, new BertTokenizer(tokenizer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OrtException e) {
            throw new IllegalStateException("the embedding model cannot be loaded", e);
        }
    }

    @Override
    public String name() {
        return MODEL;
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public Embedding embedPassage(String text) {
        return embed(text);
    }

    @Override
    public Embedding embedQuery(String text) {
        return embed(QUERY + text);
    }

    TokenCounter tokens() {
        return tokenizer;
    }

    @Override
    public void close() throws OrtException {
        session.close();
        tokenizer.close();
    }

    private Embedding embed(String text) {
        var ids = tokenizer.encodeWithSpecialTokens(text, MAX_TOKENS);
        var ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (var inputIds = row(ids);
                var attention = row(ones);
                var segments = row(new long[ids.length]);
                var result = session.run(
                        Map.of("input_ids", inputIds, "attention_mask", attention, "token_type_ids", segments))) {
            var tokens = (float[][][]) result.get(0).getValue();
            return Embedding.of(normalised(tokens[0][0]));
        } catch (OrtException e) {
            throw new IllegalStateException("the embedding model failed", e);
        }
    }

    private OnnxTensor row(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, new long[][] {values});
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
