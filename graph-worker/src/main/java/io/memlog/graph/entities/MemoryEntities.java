package io.memlog.graph.entities;

import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tags;
import io.memlog.schemas.text.JsonTexts;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The entities of a memory, extracted without a model: deterministic, in a fixed order, limited in number. Members of
/// `raw_data` may be of any type.
public final class MemoryEntities {

    private static final int MAX_COMPONENT_LENGTH = 100;

    private MemoryEntities() {}

    public static List<Mention> of(MemoryLog memory) {
        var entities = new EntityCollector();
        addOwners(memory, entities);
        addFiles(memory, entities);
        addSubjects(memory, entities);
        var text = new TextEntityExtractor(entities);
        text.read(memory.task());
        Tags.of(memory.rawData()).forEach(text::read);
        JsonTexts.in(memory.rawData(), Set.of("tags", JsonTexts.IMPORT_SOURCE)).forEach(text::read);
        return entities.toList();
    }

    /// The issues, files, identifiers and technologies in a query.
    public static List<Entity> ofQuery(String query) {
        var entities = new EntityCollector();
        new TextEntityExtractor(entities).read(query);
        return entities.toList().stream().map(Mention::entity).toList();
    }

    /// The entities of every type that a query names as a whole.
    public static List<Entity> named(String query) {
        return query.length() > EntityCollector.MAX_NAME_LENGTH
                ? List.of()
                : Stream.of(query, query.strip())
                        .distinct()
                        .flatMap(name -> Stream.of(EntityType.values()).map(type -> new Entity(type, name)))
                        .toList();
    }

    private static void addOwners(MemoryLog memory, EntityCollector entities) {
        entities.add(EntityType.USER, memory.userId(), Relation.OWNED_BY);
        entities.add(EntityType.PROJECT, memory.projectId(), Relation.PART_OF);
        if (memory.agent() != null) {
            entities.add(EntityType.AGENT, memory.agent(), Relation.DONE_BY);
        }
        if (memory.conversationId() != null) {
            entities.add(EntityType.CONVERSATION, memory.conversationId(), Relation.SAID_IN);
        }
    }

    private static void addFiles(MemoryLog memory, EntityCollector entities) {
        var files = FilePathExtractor.in(memory.rawData());
        files.forEach(file -> entities.add(EntityType.FILE, file, Relation.TOUCHES));
        files.forEach(file ->
                FileNames.folder(file).ifPresent(folder -> entities.add(EntityType.FOLDER, folder, Relation.WORKS_IN)));
        files.forEach(file -> FileNames.typeName(file)
                .ifPresent(type -> entities.add(EntityType.IDENTIFIER, type, Relation.MENTIONS)));
    }

    private static void addSubjects(MemoryLog memory, EntityCollector entities) {
        var raw = memory.rawData();
        entities.add(EntityType.TASK, memory.task().strip(), Relation.ABOUT);
        addRelatedTasks(raw.path("related_tasks"), entities);
        JsonTexts.in(raw.path("component"), Set.of()).stream()
                .filter(component -> component.length() <= MAX_COMPONENT_LENGTH)
                .forEach(component -> entities.addGiven(EntityType.COMPONENT, component, Relation.ABOUT));
        Tags.of(raw).forEach(tag -> entities.addGiven(EntityType.TAG, tag, Relation.TAGGED));
    }

    /// A related task is a name, or an object with a name among other members.
    private static void addRelatedTasks(JsonNode tasks, EntityCollector entities) {
        if (tasks.isArray()) {
            tasks.valueStream().forEach(task -> addRelatedTasks(task, entities));
        } else if (tasks.isString()) {
            entities.addGiven(EntityType.TASK, tasks.stringValue(), Relation.REFERS_TO);
        } else if (tasks.isObject()) {
            List.of("task", "name", "title", "tasks").forEach(member -> addRelatedTasks(tasks.path(member), entities));
        }
    }
}
