package io.memlog.graph.neo4j;

import io.memlog.graph.entities.Entity;
import io.memlog.schemas.hash.Sha256;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Keys under which nodes are unique, each within its tenant.
///
/// A key is a SHA-256 over the names with their lengths before them, code unit by code unit: no two tenants
/// share one, however alike their ids look, and none is too long for an index.
final class NodeKeys {

    private NodeKeys() {}

    static String tenant(Tenant tenant) {
        return hash(tenant.userId(), tenant.projectId());
    }

    static String memory(MemoryKey memory) {
        return memory(tenant(memory.tenant()), memory.id());
    }

    static String memory(String tenant, MemoryId memory) {
        return prefix(tenant) + memory;
    }

    /// What the keys of all memories of a tenant begin with.
    static String prefix(String tenant) {
        return tenant + "-";
    }

    /// The key of the tenant of a memory.
    static String tenantOf(String memory) {
        var end = memory.indexOf('-');
        return end < 0 ? memory : memory.substring(0, end);
    }

    static String entity(String tenant, Entity entity) {
        return hash(tenant, entity.type().wireName(), entity.name());
    }

    /// A filter's value as one word that no analysis takes apart or shortens.
    static String word(char kind, String value) {
        return kind + hash(value) + "0";
    }

    private static String hash(String... names) {
        var units = 0;
        for (var name : names) {
            units += 2 + name.length();
        }
        var bytes = ByteBuffer.allocate(2 * units);
        for (var name : names) {
            bytes.putInt(name.length());
            name.chars().forEach(unit -> bytes.putChar((char) unit));
        }
        return HexFormat.of().formatHex(Sha256.of(bytes.array()));
    }
}
