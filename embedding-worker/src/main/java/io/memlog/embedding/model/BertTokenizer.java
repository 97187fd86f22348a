package io.memlog.embedding.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.memlog.embedding.text.TokenCounter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;

/// The tokenizer that the model was trained with.
final class BertTokenizer implements TokenCounter, AutoCloseable {

    /// The first and the last token of every text.
    static final int SPECIAL_TOKENS = 2;

    static {
        // DJL otherwise tells its makers about every start on a machine of AWS.
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private final HuggingFaceTokenizer tokenizer;

    BertTokenizer(InputStream json) {
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

    /// The numbers of the tokens, framed; of a text that is too long the end is left out.
    long[] encodeWithSpecialTokens(String text, int longest) {
        var ids = tokenizer.encode(text, true, false).getIds();
        if (ids.length <= longest) {
            return ids;
        }
        var cut = Arrays.copyOf(ids, longest);
        cut[longest - 1] = ids[ids.length - 1];
        return cut;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
