package io.memlog.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.event.EventCodec;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.message.EventMessage;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The published description of the topics matches the code.
class AsyncApiTest {

    private final JsonNode document = Json.mapper()
            .readTree(Objects.requireNonNull(
                    AsyncApiTest.class.getResourceAsStream("/io/memlog/schemas/event/asyncapi.json")));

    @Test
    void every_topic_is_described_with_its_settings() {
        var channels = document.get("channels").valueStream().toList();

        assertThat(channels)
                .extracting(channel -> channel.get("address").stringValue())
                .containsExactlyInAnyOrderElementsOf(
                        Topic.all().stream().map(Topic::name).toList());
        for (var topic : Topic.all()) {
            var kafka = channels.stream()
                    .filter(channel -> channel.get("address").stringValue().equals(topic.name()))
                    .findFirst()
                    .orElseThrow()
                    .at("/bindings/kafka");
            assertThat(kafka.get("partitions").intValue()).isEqualTo(topic.partitions());
            kafka.get("topicConfiguration")
                    .forEachEntry((setting, value) -> assertThat(topic.config().get(setting))
                            .isEqualTo(value.isArray() ? value.get(0).stringValue() : value.asString()));
        }
    }

    @Test
    void every_event_is_described_and_has_its_schema() {
        var events = document.at("/components/messages")
                .valueStream()
                .map(message -> message.get("name").stringValue())
                .filter(name -> !name.equals("dead letter"))
                .toList();

        assertThat(events).containsExactlyInAnyOrderElementsOf(EventCodec.knownTypes());
        document.at("/components/messages").forEach(message -> {
            var schema = message.at("/payload/schema/$ref");
            if (schema.isString()) {
                assertThat(AsyncApiTest.class.getResource("/io/memlog/schemas/event/" + schema.stringValue()))
                        .isNotNull();
            }
        });
    }

    @Test
    void every_header_is_described() throws IllegalAccessException {
        var described =
                document.at("/components/schemas/CloudEventHeaders/properties").propertyNames();
        var required = document.at("/components/schemas/CloudEventHeaders/required")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
        var sent = EventMessage.of(
                        "e", "/s", Instant.EPOCH, new MemoryDeleted(new MemoryId(1), "u", "p", 1, Instant.EPOCH))
                .headers()
                .keySet();

        assertThat(described).containsExactlyInAnyOrderElementsOf(constants(CloudEventHeaders.class));
        assertThat(sent).containsExactlyInAnyOrderElementsOf(required);
        assertThat(document.at("/components/messages/DeadLetter/headers/properties")
                        .propertyNames())
                .containsExactlyInAnyOrderElementsOf(constants(DeadLetterHeaders.class).stream()
                        .filter(name -> !name.equals(DeadLetterHeaders.PREFIX))
                        .toList());
    }

    private static List<String> constants(Class<?> names) throws IllegalAccessException {
        var constants = new ArrayList<String>();
        for (var field : Arrays.stream(names.getDeclaredFields())
                .filter(field -> Modifier.isPublic(field.getModifiers()))
                .toList()) {
            constants.add((String) Objects.requireNonNull(field.get(null)));
        }
        return constants;
    }
}
