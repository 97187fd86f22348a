package io.memlog.embedding.provider;

/// The API key of a provider, without surrounding white space. It is never shown.
final class ApiKey {

    private final String value;

    /// Accepts any text, so that no binding error quotes the key.
    public ApiKey(String value) {
        this.value = value.strip();
    }

    boolean isGiven() {
        return !value.isEmpty();
    }

    /// Whether an HTTP header can carry it.
    boolean isSendable() {
        return value.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /// What a request carries; for no other place.
    String value() {
        return value;
    }

    /// The text with every occurrence of the key masked.
    String maskIn(String text) {
        return isGiven() ? text.replace(value, "***") : text;
    }

    @Override
    public String toString() {
        return isGiven() ? "***" : "none";
    }
}
