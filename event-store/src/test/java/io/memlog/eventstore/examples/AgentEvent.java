package io.memlog.eventstore.examples;

import io.memlog.eventstore.decoding.EventDecoder;
import io.memlog.eventstore.decoding.EventType;
import java.util.List;

/// What happens in a conversation with an agent.
sealed interface AgentEvent {

    record Asked(String question) implements AgentEvent {}

    record ToolCalled(String tool) implements AgentEvent {}

    record ToolFailed(String tool, String error) implements AgentEvent {}

    record Answered(String answer) implements AgentEvent {}

    EventDecoder<AgentEvent> DECODER = new EventDecoder<>(List.of(
            EventType.of("asked", data -> new Asked(data.get("question").stringValue())),
            EventType.of("tool.called", data -> new ToolCalled(data.get("tool").stringValue())),
            EventType.of(
                    "tool.failed",
                    data -> new ToolFailed(
                            data.get("tool").stringValue(), data.get("error").stringValue())),
            EventType.of("answered", data -> new Answered(data.get("answer").stringValue()))));
}
