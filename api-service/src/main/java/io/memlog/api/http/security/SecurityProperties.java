package io.memlog.api.http.security;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
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
/// @param requireBinding which of these claims a token of the roles read and ingest needs: none, user, project or
///     both; without them it is 403
@Validated
@ConfigurationProperties("memlog.security")
record SecurityProperties(
        @DefaultValue("") String adminKey,
        @DefaultValue("") String adminKeyHash,
        @DefaultValue("") String operateKey,
        @DurationMin(millis = 1) @DefaultValue("5s") Duration keyCache,
        @DefaultValue("memlog_role") String roleClaim,
        @DefaultValue("memlog_user") String userClaim,
        @DefaultValue("memlog_project") String projectClaim,
        @DefaultValue("none") RequiredBinding requireBinding) {

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
        if ((userClaim.isEmpty() && requireBinding.includes(RequiredBinding.USER))
                || (projectClaim.isEmpty() && requireBinding.includes(RequiredBinding.PROJECT))) {
            throw new IllegalArgumentException(
                    "memlog.security.require-binding asks for a claim that user-claim or project-claim does not name");
        }
    }

    /// The claims that a token of a role that may be bound needs.
    enum RequiredBinding {
        NONE,
        USER,
        PROJECT,
        BOTH;

        private boolean includes(RequiredBinding other) {
            return this == BOTH || this == other;
        }
    }

    /// The claim that a token with these bindings lacks.
    Optional<String> missingClaim(@Nullable String user, @Nullable String project) {
        if (user == null && requireBinding.includes(RequiredBinding.USER)) {
            return Optional.of(userClaim);
        }
        return project == null && requireBinding.includes(RequiredBinding.PROJECT)
                ? Optional.of(projectClaim)
                : Optional.empty();
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
