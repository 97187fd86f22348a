package io.memlog.graph.entities;

/// A thing that memories mention. Type and name identify it within a tenant.
public record Entity(EntityType type, String name) {

    private static final int REPLACEMENT_CHARACTER = 0xFFFD;

    /// Replaces what no request may contain and no store accepts: NUL and unpaired surrogates.
    public Entity {
        name = name.codePoints()
                .map(c -> isStorable(c) ? c : REPLACEMENT_CHARACTER)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isStorable(int codePoint) {
        return Character.getType(codePoint) != Character.SURROGATE && codePoint != 0;
    }
}
