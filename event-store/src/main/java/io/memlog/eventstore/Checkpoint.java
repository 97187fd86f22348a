package io.memlog.eventstore;

/// How far a reader has read the log. The text is opaque: store it, and continue from its checkpoint later.
public final class Checkpoint {

    /// Before the first event.
    public static final Checkpoint BEGINNING = new Checkpoint(Position.BEGINNING.value());

    private static final String PREFIX = "p";

    private final long position;

    private Checkpoint(long position) {
        this.position = position;
    }

    /// The checkpoint after all events up to this position.
    public static Checkpoint at(Position position) {
        return new Checkpoint(position.value());
    }

    /// @throws IllegalArgumentException when the text is not that of a checkpoint
    public static Checkpoint parse(String text) {
        if (!text.matches(PREFIX + "[0-9]{1,18}")) {
            throw new IllegalArgumentException("not a checkpoint: " + text);
        }
        return new Checkpoint(Long.parseLong(text.substring(PREFIX.length())));
    }

    /// The last position that was read.
    public Position position() {
        return new Position(position);
    }

    public String text() {
        return PREFIX + position;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint checkpoint && checkpoint.position == position;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(position);
    }

    @Override
    public String toString() {
        return text();
    }
}
