package io.memlog.cli.store;

/// A memory log as it is sent, with its idempotency key.
final class Line {

    private final long number;
    private final byte[] json;

    /// @param number where it began
    Line(long number, byte[] json) {
        this.number = number;
        this.json = json;
    }

    long number() {
        return number;
    }

    byte[] json() {
        return json;
    }
}
