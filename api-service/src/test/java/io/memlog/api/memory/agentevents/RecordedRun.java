package io.memlog.api.memory.agentevents;

import io.memlog.schemas.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/// What an agent framework records of many conversations that go on at the same time: topics are published
/// to and consumed from, nodes and tools are invoked, respond or fail. The same for the same seed.
final class RecordedRun {

    private static final List<String> LIFE = List.of(
            "PublishToTopic",
            "ConsumeFromTopic",
            "NodeInvoke",
            "ToolInvoke",
            "ToolRespond",
            "NodeRespond",
            "OutputTopic");
    private static final List<String> FAILED_LIFE =
            List.of("PublishToTopic", "ConsumeFromTopic", "NodeInvoke", "ToolInvoke", "ToolFailed", "NodeFailed");

    /// An event as JSON, and what it belongs to.
    record Recorded(String id, String conversation, String request, String json) {}

    private final Random random;
    private final int conversations;
    private final int[] requests;
    private final int[] steps;
    private final List<List<String>> lives = new ArrayList<>();
    private Instant time = Instant.parse("2026-04-01T09:00:00Z");

    RecordedRun(long seed, int conversations) {
        this.random = new Random(seed);
        this.conversations = conversations;
        this.requests = new int[conversations];
        this.steps = new int[conversations];
        for (int n = 0; n < conversations; n++) {
            lives.add(LIFE);
        }
    }

    List<Recorded> events(int count) {
        List<Recorded> events = new ArrayList<>(count);
        for (int n = 0; n < count; n++) {
            events.add(next(n));
        }
        return events;
    }

    private Recorded next(int number) {
        var conversation = random.nextInt(conversations);
        var life = lives.get(conversation);
        if (steps[conversation] == life.size()) {
            steps[conversation] = 0;
            requests[conversation]++;
            lives.set(conversation, random.nextInt(5) == 0 ? FAILED_LIFE : LIFE);
        }
        time = time.plus(Duration.ofNanos(1_000L * random.nextInt(5_000)));
        var type = lives.get(conversation).get(steps[conversation]++);
        var name = "run-c" + conversation;
        var request = name + "-r" + requests[conversation];
        var id = "run-" + number;
        return new Recorded(id, name, request, json(id, type, name, request));
    }

    private String json(String id, String type, String conversation, String request) {
        var event = Json.mapper().createObjectNode();
        event.put("event_id", id).put("event_version", "1.0").put("assistant_request_id", request);
        event.put("event_type", type).put("timestamp", time.toString().replace("Z", "+00:00"));
        var context = event.putObject("event_context");
        context.put("name", "assistant").put("type", type);
        context.putObject("invoke_context")
                .put("conversation_id", conversation)
                .put("assistant_request_id", request)
                .put("invoke_id", id);
        fill(event.putObject("data"), type);
        return Json.mapper().writeValueAsString(event);
    }

    private void fill(ObjectNode data, String type) {
        data.put("input_data", "word ".repeat(random.nextInt(60)));
        data.put("score", random.nextDouble());
        if (type.endsWith("Failed")) {
            data.put("error", "the tool did not answer");
        }
    }
}
