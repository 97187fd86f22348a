package io.memlog.cli.importer.format;

/// Takes the items of a file one by one, and the name of each that becomes no memory.
public interface ItemSink {

    void add(SourceItem item) throws InterruptedException;

    /// Something that is left out on purpose.
    void skip(String kind, String name, String reason);

    /// Something that should be a memory and cannot be one.
    void invalid(String kind, String name, String reason);
}
