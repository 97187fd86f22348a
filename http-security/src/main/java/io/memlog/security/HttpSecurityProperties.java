package io.memlog.security;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Which requests an application answers at all.
///
/// @param allowedHosts   the names, without a port, by which clients reach the application; `*` allows every name
/// @param allowedOrigins the web pages that may call the application from a browser, such as `https://app.example.com`
/// @param internal       whether only api-service calls the application, as it calls the workers
/// @param internalToken  the secret that api-service sends to the workers; without it their ports stay on loopback
@ConfigurationProperties("memlog.http")
public record HttpSecurityProperties(
        @DefaultValue({"localhost", "127.0.0.1", "[::1]"}) List<String> allowedHosts,
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("false") boolean internal,
        @DefaultValue("") String internalToken) {

    private static final int MIN_TOKEN_LENGTH = 32;

    public HttpSecurityProperties {
        internalToken = internalToken.strip();
        if (!internalToken.isEmpty() && internalToken.length() < MIN_TOKEN_LENGTH) {
            throw new IllegalArgumentException(
                    "memlog.http.internal-token is shorter than " + MIN_TOKEN_LENGTH + " characters");
        }
    }

    public boolean hasInternalToken() {
        return !internalToken.isEmpty();
    }

    @Override
    public String toString() {
        return "HttpSecurityProperties[allowedHosts=" + allowedHosts + ", allowedOrigins=" + allowedOrigins + "]";
    }
}
