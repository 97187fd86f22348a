package io.memlog.eventstore;

/// How far a reader has come in the log. Keep its text and read on from there; what the text says is the
/// log's own affair.
public final class Checkpoint {

    /// Before the first event.
    public static final Checkpoint BEGINNING = new Checkpoint(Position.BEGINNING.value());

    private static final String FORM = "p";

    private final long position;

    private Checkpoint(long position) {
        this.position = position;
    }

    /// The checkpoint of whoever has read everything up to this event of the log as a whole.
    public static Checkpoint behind(Position position) {
        return new Checkpoint(position.value());
    }

    /// @throws IllegalArgumentException when the text is no checkpoint's
    public static Checkpoint parse(String text) {
        if (!text.matches(FORM + "[0-9]{1,18}")) {
            throw new IllegalArgumentException("not a checkpoint: " + text);
        }
        return new Checkpoint(Long.parseLong(text.substring(FORM.length())));
    }

    /// The last position that was read.
    public Position position() {
        return new Position(position);
    }

    public String text() {
        return FORM + position;
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
