package io.memlog.api.http.security;

import java.time.Duration;
import java.util.Locale;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Who may call api-service.
///
/// @param adminKey     an admin key that is not stored: `mlk_` and 43 characters of base64url (256 random bits)
/// @param adminKeyHash the SHA-256 of such a key in hexadecimal digits, where the key itself is not to be in
///     the settings
/// @param operateKey   such a key of the role `operate`, for the server that collects the metrics
/// @param keyCache     how long another instance may accept a key that is revoked
/// @param roleClaim    the claim of a token that holds its role
/// @param userClaim    the claim that binds a token to a user; empty for none
/// @param projectClaim the claim that binds a token to a project; empty for none
@Validated
@ConfigurationProperties("memlog.security")
record SecurityProperties(
        @DefaultValue("") String adminKey,
        @DefaultValue("") String adminKeyHash,
        @DefaultValue("") String operateKey,
        @DurationMin(millis = 1) @DefaultValue("5s") Duration keyCache,
        @DefaultValue("memlog_role") String roleClaim,
        @DefaultValue("memlog_user") String userClaim,
        @DefaultValue("memlog_project") String projectClaim) {

    private static final String HASH = "[0-9a-f]{64}";

    SecurityProperties {
        adminKey = adminKey.strip();
        adminKeyHash = adminKeyHash.strip().toLowerCase(Locale.ROOT);
        operateKey = operateKey.strip();
        check("memlog.security.admin-key", adminKey);
        check("memlog.security.operate-key", operateKey);
        if (!adminKeyHash.isEmpty() && !adminKeyHash.matches(HASH)) {
            throw new IllegalArgumentException("memlog.security.admin-key-hash must be 64 hexadecimal digits");
        }
    }

    private static void check(String setting, String key) {
        if (!key.isEmpty() && !ApiKeySecret.isWellFormed(key)) {
            throw new IllegalArgumentException(setting + " must be " + ApiKeySecret.PREFIX
                    + " and 43 characters of base64url, which are 256 random bits");
        }
    }

    @Override
    public String toString() {
        return "SecurityProperties[keyCache=" + keyCache + ", roleClaim=" + roleClaim + "]";
    }
}
