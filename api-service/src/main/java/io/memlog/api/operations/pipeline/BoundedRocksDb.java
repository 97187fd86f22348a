package io.memlog.api.operations.pipeline;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/// All stores of this JVM share one cache, which also bounds what they have not written to disk.
public final class BoundedRocksDb implements RocksDBConfigSetter {

    private static final long CACHE_BYTES = 32L * 1024 * 1024;
    private static final long UNWRITTEN_BYTES = 16L * 1024 * 1024;
    private static final long WRITE_BUFFER_BYTES = 1024 * 1024;
    private static final int MAX_OPEN_FILES = 64;
    private static final Shared SHARED = new Shared();

    /// Lives as long as the JVM.
    private static final class Shared {
        private final Cache cache = new LRUCache(CACHE_BYTES);
        private final WriteBufferManager unwritten = new WriteBufferManager(UNWRITTEN_BYTES, cache);
    }

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        options.setWriteBufferManager(SHARED.unwritten)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setMaxWriteBufferNumber(2)
                .setMaxOpenFiles(MAX_OPEN_FILES);
        if (options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
            table.setBlockCache(SHARED.cache).setCacheIndexAndFilterBlocks(true);
            options.setTableFormatConfig(table);
        }
    }

    @Override
    public void close(String store, Options options) {
        // What the stores share stays open.
    }
}
