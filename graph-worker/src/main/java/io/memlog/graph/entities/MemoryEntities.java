package io.memlog.graph.entities;

import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tags;
import io.memlog.schemas.text.JsonTexts;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The entities of a memory. The same memory always gives the same ones in the same order, the most telling
/// first; their number is bounded. Members of `raw_data` may be of any type.
public final class MemoryEntities {

    private static final int MAX_COMPONENT_LENGTH = 100;

    private MemoryEntities() {}

    public static List<Mention> of(MemoryLog memory) {
        var findings = new EntityCollector();
        owners(memory, findings);
        files(memory, findings);
        about(memory, findings);
        var text = new TextEntityExtractor(findings);
        text.read(memory.task());
        Tags.of(memory.rawData()).forEach(text::read);
        JsonTexts.in(memory.rawData(), Set.of("tags")).forEach(text::read);
        return findings.toList();
    }

    /// The issues, files, identifiers and technologies that a question names.
    public static List<Entity> named(String question) {
        var findings = new EntityCollector();
        new TextEntityExtractor(findings).read(question);
        return findings.toList().stream().map(Mention::entity).toList();
    }

    private static void owners(MemoryLog memory, EntityCollector findings) {
        findings.add(EntityType.USER, memory.userId(), Relation.OWNED_BY);
        findings.add(EntityType.PROJECT, memory.projectId(), Relation.PART_OF);
        if (memory.agent() != null) {
            findings.add(EntityType.AGENT, memory.agent(), Relation.DONE_BY);
        }
        if (memory.conversationId() != null) {
            findings.add(EntityType.CONVERSATION, memory.conversationId(), Relation.SAID_IN);
        }
    }

    private static void files(MemoryLog memory, EntityCollector findings) {
        var files = FilePathExtractor.in(memory.rawData());
        files.forEach(file -> findings.add(EntityType.FILE, file, Relation.TOUCHES));
        files.forEach(file ->
                FileNames.folder(file).ifPresent(folder -> findings.add(EntityType.FOLDER, folder, Relation.WORKS_IN)));
        files.forEach(file -> FileNames.typeName(file)
                .ifPresent(type -> findings.add(EntityType.IDENTIFIER, type, Relation.MENTIONS)));
    }

    private static void about(MemoryLog memory, EntityCollector findings) {
        var raw = memory.rawData();
        findings.add(EntityType.TASK, memory.task().strip(), Relation.ABOUT);
        relatedTasks(raw.path("related_tasks"), findings);
        JsonTexts.in(raw.path("component"), Set.of()).stream()
                .filter(component -> component.length() <= MAX_COMPONENT_LENGTH)
                .forEach(component -> findings.addIfMeaningful(EntityType.COMPONENT, component, Relation.ABOUT));
        Tags.of(raw).forEach(tag -> findings.addIfMeaningful(EntityType.TAG, tag, Relation.TAGGED));
    }

    /// A related task is a name, or an object that has one among descriptions of its own.
    private static void relatedTasks(JsonNode tasks, EntityCollector findings) {
        if (tasks.isArray()) {
            tasks.valueStream().forEach(task -> relatedTasks(task, findings));
        } else if (tasks.isString()) {
            findings.addIfMeaningful(EntityType.TASK, tasks.stringValue(), Relation.REFERS_TO);
        } else if (tasks.isObject()) {
            List.of("task", "name", "title", "tasks").forEach(member -> relatedTasks(tasks.path(member), findings));
        }
    }
}
