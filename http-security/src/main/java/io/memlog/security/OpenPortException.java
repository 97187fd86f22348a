package io.memlog.security;

/// The application would serve other machines without asking who they are.
public final class OpenPortException extends RuntimeException {

    /// @param address where the application would listen
    /// @param remedy  the settings that make it safe
    public OpenPortException(String address, String remedy) {
        super("the port would be open to other machines at " + address + " without asking who calls: " + remedy);
    }
}
