package io.memlog.standalone;

/// What a store shows of a memory.
///
/// @param pieces how many there are, or are to be
record StoredMemory(long memory, long version, int pieces) {

    /// The same, of which so many pieces were found; incomplete ones differ from every whole one.
    StoredMemory of(int found) {
        return found == pieces ? this : new StoredMemory(memory, version, found - pieces);
    }
}
