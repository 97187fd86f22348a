package io.memlog.api.operations.archive;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/// A catalogue in memory.
final class FakeArchivedFiles extends ArchivedFileRepository {

    final Map<String, ArchivedFile> files = new LinkedHashMap<>();
    private boolean failing;

    FakeArchivedFiles() {
        super(DSL.using(SQLDialect.POSTGRES));
    }

    /// Makes the next file fail to be added.
    void failNext() {
        failing = true;
    }

    @Override
    void add(ArchivedFile file) {
        if (failing) {
            failing = false;
            throw new IllegalStateException("not added");
        }
        files.put(file.name(), file);
    }

    @Override
    List<ArchivedFile> all() {
        return List.copyOf(files.values());
    }

    @Override
    List<ArchivedFile> notRestored() {
        return files.values().stream().filter(file -> file.restoredAt() == null).toList();
    }

    @Override
    Optional<ArchivedFile> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    @Override
    void markRestored(String name, Instant at) {
        files.computeIfPresent(
                name,
                (_, file) -> new ArchivedFile(
                        name,
                        file.events(),
                        file.bytes(),
                        file.firstPosition(),
                        file.lastPosition(),
                        file.firstRecordedAt(),
                        file.lastRecordedAt(),
                        file.sha256(),
                        file.archivedAt(),
                        at));
    }
}
