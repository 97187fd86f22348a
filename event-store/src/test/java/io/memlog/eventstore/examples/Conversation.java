package io.memlog.eventstore.examples;

import io.memlog.eventstore.EventPage;
import io.memlog.eventstore.EventQueries;
import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.decoding.DecodedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a conversation stands: all of its events, folded one after the other.
///
/// @param open       the question that has no answer yet
/// @param toolCalls  how often a tool was called
/// @param errors     what the tools failed with
/// @param unreadable ids of events that this code does not understand
record Conversation(Optional<String> open, int answered, int toolCalls, List<String> errors, List<String> unreadable) {

    static final Conversation EMPTY = new Conversation(Optional.empty(), 0, 0, List.of(), List.of());

    /// Reads the conversation page by page.
    static Conversation load(EventQueries events, String conversationId) {
        var state = EMPTY;
        var query = EventQuery.all().ofConversation(conversationId).limit(500);
        EventPage page;
        do {
            page = events.find(query);
            for (var read : AgentEvent.DECODER.decodeAll(page.events())) {
                state = state.after(read);
                query = query.after(read.stored().position());
            }
        } while (page.more());
        return state;
    }

    private Conversation after(DecodedEvent<AgentEvent> read) {
        return switch (read) {
            case DecodedEvent.Decoded<AgentEvent> decoded -> after(decoded.event());
            case DecodedEvent.Undecodable<AgentEvent> undecodable ->
                new Conversation(
                        open,
                        answered,
                        toolCalls,
                        errors,
                        with(unreadable, undecodable.stored().eventId()));
        };
    }

    private Conversation after(AgentEvent event) {
        return switch (event) {
            case AgentEvent.Asked(var question) ->
                new Conversation(Optional.of(question), answered, toolCalls, errors, unreadable);
            case AgentEvent.ToolCalled called -> new Conversation(open, answered, toolCalls + 1, errors, unreadable);
            case AgentEvent.ToolFailed(var tool, var error) ->
                new Conversation(open, answered, toolCalls, with(errors, tool + ": " + error), unreadable);
            case AgentEvent.Answered answer ->
                new Conversation(Optional.empty(), answered + 1, toolCalls, errors, unreadable);
        };
    }

    private static List<String> with(List<String> list, String added) {
        var longer = new ArrayList<String>(list);
        longer.add(added);
        return List.copyOf(longer);
    }
}
