package io.memlog.embedding.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/// The file of a model, with what lies beside it.
record OnnxModelFile(Path path, OnnxProperties properties) {

    private static final int HASH_BYTES = 4;

    Path tokenizer() {
        return path.resolveSibling("tokenizer.json");
    }

    void requireReadable() {
        for (var file : List.of(path, tokenizer())) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw invalid("the file " + file + " cannot be read");
            }
        }
    }

    /// Whatever gives other vectors has another name, so that they are never mixed.
    String name() throws IOException {
        var digest = sha256();
        var externalData = path.resolveSibling(path.getFileName() + "_data");
        for (var file :
                Stream.of(path, externalData, tokenizer()).filter(Files::exists).toList()) {
            try (var content = new DigestInputStream(Files.newInputStream(file), digest)) {
                content.transferTo(OutputStream.nullOutputStream());
            }
        }
        digest.update((properties.pooling() + " " + properties.maxTokens() + " " + properties.passagePrefix())
                .getBytes(StandardCharsets.UTF_8));
        var stem = path.getFileName().toString().replaceFirst("\\.onnx$", "").replaceAll("[^A-Za-z0-9._-]", "-");
        return stem + "-" + HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    }

    InvalidConfigurationPropertyValueException invalid(String reason) {
        return new InvalidConfigurationPropertyValueException(OnnxProperties.PATH, path, reason);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
