package io.memlog.cli.importer.format;

import java.io.IOException;

/// A format in which another program exports memories.
public interface ExportFormat {

    /// Short and lower-case, such as `mem0`.
    String name();

    /// Whether a file that begins like this is in this format.
    boolean matches(Sample start);

    /// Reads every item of a file in order.
    ///
    /// @throws RefusedFileException when the file as a whole cannot be imported
    void read(SourceFile file, ItemSink sink) throws IOException, InterruptedException;
}
