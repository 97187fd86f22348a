package io.memlog.security;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Where an application listens.
///
/// @param address null for all addresses of the machine
public record ListenAddress(@Nullable InetAddress address) {

    public boolean isLoopback() {
        return address != null && address.isLoopbackAddress();
    }

    @Override
    public String toString() {
        return address == null ? "all addresses" : address.getHostAddress();
    }
}
