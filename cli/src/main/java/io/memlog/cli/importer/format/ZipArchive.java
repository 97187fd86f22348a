package io.memlog.cli.importer.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A ZIP archive from anywhere: refused when it has too many entries, an entry outside of it, or contents that grow
/// beyond every measure when they are inflated. Nothing of it is written to disk.
final class ZipArchive implements AutoCloseable {

    /// Below this, an entry may be compressed as much as it can be.
    private static final int MIN_BYTES_FOR_RATIO = 1024 * 1024;

    private final ZipFile zip;
    private final Limits limits;
    private final List<? extends ZipEntry> entries;
    private long inflated;

    /// How much an archive may hold.
    ///
    /// @param entries how many there may be
    /// @param entryBytes how large one may be, inflated
    /// @param totalBytes how large all may be, inflated
    /// @param ratio how many times its compressed size a large entry may have
    record Limits(int entries, int entryBytes, long totalBytes, int ratio) {

        static final Limits DEFAULT = new Limits(100_000, SourceFile.MAX_BYTES_IN_MEMORY, 4L * 1024 * 1024 * 1024, 200);

        long maxBytes(ZipEntry entry) {
            var byRatio = Math.max(0, entry.getCompressedSize()) * ratio;
            return Math.min(entryBytes, Math.max(MIN_BYTES_FOR_RATIO, byRatio));
        }
    }

    ZipArchive(SourceFile file, Limits limits) throws IOException {
        this.limits = limits;
        try {
            this.zip = new ZipFile(file.path().toFile());
        } catch (ZipException e) {
            throw new RefusedFileException("is not a ZIP archive that can be read: " + e.getMessage());
        }
        try {
            this.entries = checkedEntries();
        } catch (RefusedFileException e) {
            zip.close();
            throw e;
        }
    }

    List<? extends ZipEntry> entries() {
        return entries;
    }

    Optional<? extends ZipEntry> entry(String name) {
        return entries.stream().filter(entry -> entry.getName().equals(name)).findFirst();
    }

    /// Inflates an entry. What the archive says about its size is not relied on.
    byte[] read(ZipEntry entry) throws IOException {
        try (var in = zip.getInputStream(entry)) {
            var max = limits.maxBytes(entry);
            var bytes = in.readNBytes(Math.toIntExact(max) + 1);
            inflated += bytes.length;
            if (bytes.length > max) {
                throw tooLarge(entry, max);
            }
            checkTotal(inflated);
            return bytes;
        } catch (ZipException e) {
            throw new RefusedFileException("has a damaged entry " + entry.getName() + ": " + e.getMessage());
        }
    }

    private List<? extends ZipEntry> checkedEntries() throws RefusedFileException {
        if (zip.size() > limits.entries()) {
            throw new RefusedFileException("has " + zip.size() + " entries; " + limits.entries() + " are the most");
        }
        var entries = zip.stream().toList();
        long total = 0;
        for (var entry : entries) {
            if (isOutside(entry.getName())) {
                throw new RefusedFileException("has an entry outside of the archive: " + entry.getName());
            }
            var max = limits.maxBytes(entry);
            if (entry.getSize() > max) {
                throw tooLarge(entry, max);
            }
            total += Math.max(0, entry.getSize());
        }
        checkTotal(total);
        return entries;
    }

    private static boolean isOutside(String name) {
        return name.startsWith("/")
                || name.contains("\\")
                || name.matches("[A-Za-z]:.*")
                || List.of(name.split("/", -1)).contains("..");
    }

    private void checkTotal(long bytes) throws RefusedFileException {
        if (bytes > limits.totalBytes()) {
            throw new RefusedFileException("inflates to more than " + limits.totalBytes() + " bytes");
        }
    }

    private static RefusedFileException tooLarge(ZipEntry entry, long max) {
        return new RefusedFileException("has an entry that inflates too far: " + entry.getName() + ", to more than "
                + max + " bytes from " + entry.getCompressedSize());
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
