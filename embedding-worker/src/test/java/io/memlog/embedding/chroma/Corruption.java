package io.memlog.embedding.chroma;

import java.util.function.Consumer;

/// Something that somebody did to the records of a memory.
///
/// @param version what the memory passes for afterwards
record Corruption(String what, long version, Consumer<RecordEditor> deed) {

    void done(RecordEditor by) {
        deed.accept(by);
    }

    @Override
    public String toString() {
        return what;
    }
}
