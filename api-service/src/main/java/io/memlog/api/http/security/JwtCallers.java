package io.memlog.api.http.security;

import io.memlog.api.http.Caller;
import io.memlog.api.http.Role;
import io.memlog.schemas.json.WireEnum;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/// The caller that a token of the issuer describes.
record JwtCallers(SecurityProperties properties) {

    /// @throws InvalidBearerTokenException when it has no role, or is bound and has a role that cannot be
    Caller caller(Jwt token) {
        var role = role(token.getClaim(properties.roleClaim()))
                .orElseThrow(() -> new InvalidBearerTokenException(
                        "the claim " + properties.roleClaim() + " names none of " + WireEnum.names(Role.class)));
        var user = text(token, properties.userClaim());
        var project = text(token, properties.projectClaim());
        if ((user != null || project != null) && !role.isBindable()) {
            throw new InvalidBearerTokenException(
                    "a token of role " + role.wireName() + " cannot be bound to a user or project");
        }
        if (token.getSubject() == null) {
            throw new InvalidBearerTokenException("the token names no subject");
        }
        return new Caller("token:" + token.getSubject(), role, user, project);
    }

    /// One role, or the highest of several.
    private static Optional<Role> role(@Nullable Object claim) {
        var names = claim instanceof Collection<?> several ? several : claim == null ? List.of() : List.of(claim);
        return names.stream()
                .flatMap(name -> WireEnum.find(Role.class, String.valueOf(name)).stream())
                .max(Comparator.naturalOrder());
    }

    private @Nullable String text(Jwt token, String claim) {
        return claim.isEmpty() ? null : token.getClaimAsString(claim);
    }
}
