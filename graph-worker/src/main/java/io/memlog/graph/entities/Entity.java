package io.memlog.graph.entities;

/// A thing that memories mention. Type and name identify it within a tenant.
public record Entity(EntityType type, String name) {

    private static final int REPLACEMENT_CHARACTER = 0xFFFD;

    /// Replaces control characters and unpaired surrogates, which the store does not accept.
    public Entity {
        name = name.codePoints()
                .map(c -> isStorable(c) ? c : REPLACEMENT_CHARACTER)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isStorable(int codePoint) {
        return Character.getType(codePoint) != Character.SURROGATE && !Character.isISOControl(codePoint);
    }
}
