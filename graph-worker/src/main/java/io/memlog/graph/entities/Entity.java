package io.memlog.graph.entities;

/// Something that memories are about. Within a tenant, type and name are its identity.
public record Entity(EntityType type, String name) {

    private static final int UNREADABLE = 0xFFFD;

    /// No store likes control characters or half a surrogate pair.
    public Entity {
        name = name.codePoints()
                .map(c -> isReadable(c) ? c : UNREADABLE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isReadable(int codePoint) {
        return Character.getType(codePoint) != Character.SURROGATE && !Character.isISOControl(codePoint);
    }
}
