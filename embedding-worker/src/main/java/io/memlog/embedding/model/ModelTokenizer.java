package io.memlog.embedding.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.memlog.embedding.text.TokenCounter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;

/// The tokenizer of a model, as Hugging Face stores it.
final class ModelTokenizer implements TokenCounter, AutoCloseable {

    /// The first and the last token of every text.
    static final int SPECIAL_TOKENS = 2;

    static {
        // Without this, DJL reports every start on AWS to its vendor.
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private final HuggingFaceTokenizer tokenizer;

    ModelTokenizer(InputStream json) {
        try {
            this.tokenizer = HuggingFaceTokenizer.newInstance(json, Map.of("padding", "false", "truncation", "false"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int count(String text) {
        return tokenizer.encode(text, false, false).getIds().length;
    }

    /// The token ids with special tokens, truncated at the end.
    long[] encodeWithSpecialTokens(String text, int maxTokens) {
        var ids = tokenizer.encode(text, true, false).getIds();
        if (ids.length <= maxTokens) {
            return ids;
        }
        var truncated = Arrays.copyOf(ids, maxTokens);
        truncated[maxTokens - 1] = ids[ids.length - 1];
        return truncated;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
