package io.memlog.api.operations.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A dead letter with its message and its history, as it leaves over HTTP.
final class DeadLetterDetailView {

    private static final Set<String> NUMBERS = Set.of("original-partition", "original-offset", "original-timestamp");

    private final DeadLetterTimeline history;

    DeadLetterDetailView(DeadLetterTimeline history) {
        this.history = history;
    }

    JsonNode of(DeadLetterReadRepository.Whole whole) {
        var view = DeadLetterView.of(whole.letter());
        ((ObjectNode) view.get("cause")).put("stack", whole.stack());
        payload(view.putObject("payload"), whole.message().value());
        headers(view.putArray("headers"), whole.message().headers());
        history.of(whole.past(), view.putArray("history"));
        return view;
    }

    private static void payload(ObjectNode view, byte @Nullable [] value) {
        view.put("bytes", value == null ? 0 : value.length);
        view.putNull("json");
        view.putNull("text");
        view.putNull("base64");
        if (value == null) {
            return;
        }
        var json = json(value);
        if (json.isPresent()) {
            view.set("json", json.get());
            return;
        }
        text(value).ifPresentOrElse(text -> view.put("text", text), () -> view.put("base64", base64(value)));
    }

    private static void headers(ArrayNode view, String headers) {
        for (var header : Json.mapper().readTree(headers)) {
            var name = header.path("name").asString("");
            var item = view.addObject().put("name", name);
            if (header.path("value").isString()) {
                header(
                        item,
                        name,
                        Base64.getDecoder().decode(header.path("value").stringValue()));
            } else {
                item.putNull("value");
            }
        }
    }

    private static void header(ObjectNode view, String name, byte[] value) {
        var number = isNumber(name) ? NumericHeader.of(value) : Optional.<Long>empty();
        var text = text(value).filter(DeadLetterDetailView::isReadable);
        if (number.isPresent()) {
            view.put("value", number.get());
        } else if (text.isPresent()) {
            view.put("value", text.get());
        } else {
            view.put("value", base64(value)).put("encoding", "base64");
        }
    }

    private static boolean isNumber(String name) {
        var plain = name.toLowerCase(Locale.ROOT);
        return (plain.startsWith("kafka_dlt-") && NUMBERS.contains(plain.substring("kafka_dlt-".length())))
                || (plain.startsWith("kafka_") && NUMBERS.contains(plain.substring("kafka_".length())));
    }

    private static boolean isReadable(String text) {
        return text.chars().noneMatch(character -> character < ' ' && "\t\r\n".indexOf(character) < 0);
    }

    /// The value as JSON, when it is exactly one value that can be written again.
    private static Optional<JsonNode> json(byte[] value) {
        try {
            var tree = Json.mapper()
                    .reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(value);
            if (tree.isMissingNode()) {
                return Optional.empty();
            }
            Json.mapper().writeValueAsBytes(tree);
            return Optional.of(tree);
        } catch (JacksonException | IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(byte[] value) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String base64(byte[] value) {
        return Base64.getEncoder().encodeToString(value);
    }
}
