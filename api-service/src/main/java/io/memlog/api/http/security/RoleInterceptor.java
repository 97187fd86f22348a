package io.memlog.api.http.security;

import io.memlog.api.http.Caller;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.Role;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.WireEnum;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Lets a caller through to a call that its role may make. The contract names the role of each call (`x-role`), and the
/// route is the one that Spring found, so that no path is understood in two ways. A route that the contract does not
/// name is closed to all. `OPTIONS` tells the methods of a path.
final class RoleInterceptor implements HandlerInterceptor {

    private static final String PUBLIC = "public";

    private final Map<String, String> roles = roles();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod && !request.getMethod().equals("OPTIONS")) {
            var route = methodOf(request) + " " + pathOf(request);
            var role = roles.get(route);
            if (role == null) {
                throw ProblemException.forbidden(route + " is open to no role");
            }
            if (!role.equals(PUBLIC)) {
                Caller.of(request).require(WireEnum.parse(Role.class, role));
            }
        }
        return true;
    }

    private static String methodOf(HttpServletRequest request) {
        return request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    }

    private static String pathOf(HttpServletRequest request) {
        var pattern = String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        return pattern.replace("{*", "{");
    }

    private static Map<String, String> roles() {
        try (var contract = new ClassPathResource("openapi/openapi.json").getInputStream()) {
            Map<String, String> roles = new HashMap<>();
            roles.put("GET /openapi", PUBLIC);
            roles.put("GET /docs", PUBLIC);
            roles.put("GET /internal/pipeline", Role.OPERATE.wireName());
            Json.mapper()
                    .readTree(contract)
                    .get("paths")
                    .forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> roles.put(
                            method.toUpperCase(Locale.ROOT) + " " + path,
                            operation.get("x-role").stringValue())));
            return Map.copyOf(roles);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
