package io.memlog.embedding.chroma;

import static io.memlog.embedding.vectors.VectorFixture.at;
import static io.memlog.embedding.vectors.VectorFixture.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.contract.Memories;
import io.memlog.embedding.vectors.VectorFixture;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.embedding.vectors.VectorIndexContract;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexHit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChromaVectorIndexIT extends VectorIndexContract {

    private final VectorIndex index = ChromaFixture.index(ChromaFixture.url());

    @Override
    protected VectorIndex index() {
        return index;
    }

    @Test
    void foreign_records_are_not_found_and_hide_no_memory() {
        var key = new MemoryKey(Memories.someId(), Memories.someTenant());
        index.store(List.of(memory(key, 1, at(1))));
        var records = new RecordEditor(ChromaFixture.client(ChromaFixture.url()), key);
        for (var number = 0; number < 20; number++) {
            records.set("-foreign-" + number, Map.of("foreign", "record"));
        }

        var hits = index.nearest(at(0), VectorFixture.query(key.tenant(), 1, 0, IndexFilters.NONE));

        assertThat(hits).extracting(IndexHit::memory).containsExactly(key.id());
    }
}
