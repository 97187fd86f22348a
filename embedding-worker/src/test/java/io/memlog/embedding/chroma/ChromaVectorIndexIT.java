package io.memlog.embedding.chroma;

import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.embedding.vectors.VectorIndexContract;

class ChromaVectorIndexIT extends VectorIndexContract {

    private final VectorIndex index = Chroma.index(SharedChroma.url());

    @Override
    protected VectorIndex index() {
        return index;
    }
}
