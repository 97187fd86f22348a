package io.memlog.api.http.security;

import io.memlog.api.http.Caller;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.Role;
import io.memlog.schemas.json.WireEnum;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/// The caller that a token of the issuer describes.
record JwtCallers(SecurityProperties properties) {

    /// @throws InvalidBearerTokenException when it has no role, or is bound and has a role that cannot be
    /// @throws ProblemException            `403` when it is not bound and has to be
    Caller caller(Jwt token) {
        var roles = roles(token.getClaim(properties.roleClaim()));
        if (roles.isEmpty()) {
            throw new InvalidBearerTokenException(
                    "the claim " + properties.roleClaim() + " names none of " + WireEnum.names(Role.class));
        }
        var user = text(token, properties.userClaim());
        var project = text(token, properties.projectClaim());
        for (var role : roles) {
            if (role.isBindable()) {
                properties.missingClaim(user, project).ifPresent(claim -> {
                    throw ProblemException.forbidden("a token of role " + role.wireName() + " needs the claim " + claim
                            + ", which memlog.security.require-binding asks for");
                });
            } else if (user != null || project != null) {
                throw new InvalidBearerTokenException(
                        "a token of role " + role.wireName() + " cannot be bound to a user or project");
            }
        }
        if (token.getSubject() == null) {
            throw new InvalidBearerTokenException("the token names no subject");
        }
        return new Caller("token:" + token.getSubject(), roles, user, project);
    }

    /// The roles of the claim, without those that another one includes.
    private static Set<Role> roles(@Nullable Object claim) {
        var names = claim instanceof Collection<?> several ? several : claim == null ? List.of() : List.of(claim);
        var roles = names.stream()
                .flatMap(name -> WireEnum.find(Role.class, String.valueOf(name)).stream())
                .collect(Collectors.toSet());
        return roles.stream()
                .filter(role -> roles.stream().noneMatch(other -> other != role && other.includes(role)))
                .collect(Collectors.toSet());
    }

    private @Nullable String text(Jwt token, String claim) {
        return claim.isEmpty() ? null : token.getClaimAsString(claim);
    }
}
