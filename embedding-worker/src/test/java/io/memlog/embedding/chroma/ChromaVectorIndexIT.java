package io.memlog.embedding.chroma;

import static io.memlog.embedding.vectors.VectorFixture.at;
import static io.memlog.embedding.vectors.VectorFixture.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.embedding.Memories;
import io.memlog.embedding.vectors.VectorHit;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.embedding.vectors.VectorIndexContract;
import io.memlog.embedding.vectors.VectorQuery;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.search.IndexFilters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChromaVectorIndexIT extends VectorIndexContract {

    private final VectorIndex index = ChromaFixture.index(SharedChroma.url());

    @Override
    protected VectorIndex index() {
        return index;
    }

    @Test
    void records_that_somebody_else_put_there_find_nothing_and_hide_nothing() {
        var key = new MemoryKey(Memories.someId(), Memories.someTenant());
        index.store(List.of(memory(key, 1, at(1))));
        var hands = new RecordEditor(ChromaFixture.client(SharedChroma.url()), key);
        for (var number = 0; number < 20; number++) {
            hands.set("-junk-" + number, Map.of("somebody", "else"));
        }

        var hits = index.nearest(new VectorQuery(key.tenant(), at(0), 1, 0, IndexFilters.NONE));

        assertThat(hits).extracting(VectorHit::memory).containsExactly(key.id());
    }
}
