package io.memlog.embedding.openai;

/// The key that a provider asks for, without what surrounds it in a file or variable. It is never shown.
final class ApiKey {

    static final ApiKey NONE = new ApiKey("");

    private final String value;

    /// Takes any text, so that no error about it ever quotes it.
    public ApiKey(String value) {
        this.value = value.strip();
    }

    boolean isGiven() {
        return !value.isEmpty();
    }

    /// Whether HTTP can carry it.
    boolean isSendable() {
        return value.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /// What the header `Authorization` says.
    String bearer() {
        return "Bearer " + value;
    }

    /// The text, with the key made unreadable wherever it occurs.
    String hiddenIn(String text) {
        return isGiven() ? text.replace(value, "***") : text;
    }

    @Override
    public String toString() {
        return isGiven() ? "***" : "none";
    }
}
