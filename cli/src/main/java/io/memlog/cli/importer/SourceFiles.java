package io.memlog.cli.importer;

import io.memlog.cli.importer.format.ItemSink;
import io.memlog.cli.importer.format.SourceFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// The files of an import: one, or all below a folder. Links in a folder are not followed, so that nothing outside of
/// it is read.
final class SourceFiles {

    static final int MAX_FILES = 100_000;

    /// Folders that hold what programs made.
    private static final Set<String> PASSED_OVER = Set.of(".git", "node_modules");

    private final Path path;
    private final AtomicLong bytesRead = new AtomicLong();
    private long bytes;

    SourceFiles(Path path) {
        this.path = path;
    }

    /// The files, in the order of their names.
    ///
    /// @param sink learns which files are left out
    List<SourceFile> list(ItemSink sink) throws IOException {
        if (!isFolder()) {
            bytes = Files.size(path);
            return List.of(new SourceFile(path, String.valueOf(path.getFileName()), bytesRead));
        }
        var root = path.toRealPath();
        var visitor = new Visitor(root, sink);
        Files.walkFileTree(root, visitor);
        visitor.files.sort(Comparator.comparing(SourceFile::name));
        return visitor.files;
    }

    boolean isFolder() {
        return Files.isDirectory(path);
    }

    /// How much of the files is read, from 0 to 1.
    double fraction() {
        return Math.min(1, (double) bytesRead.get() / Math.max(1, bytes));
    }

    private final class Visitor extends SimpleFileVisitor<Path> {

        private final Path root;
        private final ItemSink sink;
        private final List<SourceFile> files = new ArrayList<>();

        Visitor(Path root, ItemSink sink) {
            this.root = root;
            this.sink = sink;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (PASSED_OVER.contains(String.valueOf(folder.getFileName())) && !folder.equals(root)) {
                sink.skip("folder", name(folder), "holds no memories of its own");
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isSymbolicLink()) {
                sink.invalid("file", name(file), "is a symbolic link, which an import does not follow");
            } else if (!attributes.isRegularFile()) {
                sink.invalid("file", name(file), "is not a regular file");
            } else if (files.size() == MAX_FILES) {
                throw new IOException(
                        root + " holds more than " + MAX_FILES + " files; import its folders one by one.");
            } else {
                files.add(new SourceFile(file, name(file), bytesRead));
                bytes += attributes.size();
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            sink.invalid("file", name(file), "cannot be read: " + failure.getMessage());
            return FileVisitResult.CONTINUE;
        }

        private String name(Path file) {
            return root.relativize(file).toString().replace('\\', '/');
        }
    }
}
