package io.memlog.api.http.security;

import io.memlog.api.http.Caller;
import io.memlog.api.http.FieldError;
import io.memlog.api.http.LimitProperties;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.http.Role;
import io.memlog.security.HttpSecurityProperties;
import io.memlog.security.ListenAddress;
import io.memlog.security.OpenPortException;
import io.memlog.security.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.JwkSetUriJwtDecoderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.OAuth2ProtectedResourceMetadata;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/// Recognises callers by their API key or by a token of the issuer. Without either, loopback is open.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
class SecurityConfiguration implements WebMvcConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(SecurityConfiguration.class);
    private static final String[] PUBLIC_PATHS = {
        "/",
        "/console",
        "/console/**",
        "/openapi",
        "/docs",
        "/docs/assets/**",
        "/actuator/health",
        "/actuator/health/**"
    };
    private static final String RESOURCE_METADATA = "/.well-known/oauth-protected-resource";
    private static final String MCP = "/mcp";

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new RoleInterceptor());
    }

    @Bean
    SmartInitializingSingleton closedPort(
            ApiKeyService keys, ObjectProvider<JwtDecoder> issuer, ListenAddress address) {
        return () -> {
            if (keys.areRequired() || issuer.getIfAvailable() != null) {
                return;
            }
            if (!address.isLoopback()) {
                throw new OpenPortException(
                        address.toString(),
                        "set MEMLOG_ADMIN_KEY, or spring.security.oauth2.resourceserver.jwt.issuer-uri, or keep server.address "
                                + "on loopback");
            }
            LOG.info("Everyone who reaches {} is an administrator, since there is no API key", address);
        };
    }

    /// A request is one observation. Each step of its filters would be another meter and span.
    @Bean
    SecurityObservationSettings observations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    HttpFirewall firewall() {
        return new RequestFirewall();
    }

    @Bean
    RequestRejectedHandler rejectedPath() {
        return (request, response, _) -> new ProblemException(
                        ProblemType.INVALID_REQUEST, "the path is not in its shortest form: no //, no /../ and no ;")
                .write(request, response);
    }

    @Bean
    JwkSetUriJwtDecoderBuilderCustomizer issuerKeys() {
        return decoder -> decoder.cache(new IssuerKeyCache(System::nanoTime));
    }

    /// What the instances of api-service ask of each other.
    @Bean
    @Order(0)
    SecurityFilterChain internalCalls(HttpSecurity http, HttpSecurityProperties properties) throws Exception {
        return http.securityMatcher("/internal/**")
                .csrf(AbstractHttpConfigurer::disable)
                .cors(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new InternalCallerFilter(properties), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .build();
    }

    @Bean
    SecurityFilterChain security(
            HttpSecurity http,
            ApiKeyService keys,
            SecurityProperties properties,
            LimitProperties limits,
            ObjectProvider<JwtDecoder> issuer,
            @Value("${spring.security.oauth2.resourceserver.jwt.issuer-uri:}") String issuerUri)
            throws Exception {
        var decoder = issuer.getIfAvailable();
        var entryPoint = unauthorized();
        var limit = new AuthenticationLimit(limits.failedAuthenticationsPerSecond());
        AuthenticationManager keyCallers = token -> apiKey((BearerTokenAuthenticationToken) token, keys);
        AuthenticationManager tokenCallers = decoder == null
                ? _ -> {
                    throw new InvalidBearerTokenException("the bearer token is no API key, and there is no issuer");
                }
                : jwt(decoder, new JwtCallers(properties))::authenticate;
        return http.csrf(AbstractHttpConfigurer::disable)
                .cors(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .oauth2ResourceServer(server -> server.authenticationEntryPoint(entryPoint)
                        .protectedResourceMetadata(metadata ->
                                metadata.protectedResourceMetadataCustomizer(resource -> describe(resource, issuerUri)))
                        .authenticationManagerResolver((HttpServletRequest request) -> {
                            requireOneHeader(request);
                            var callers = isApiKey(request) ? keyCallers : tokenCallers;
                            return token -> limit.authenticate((BearerTokenAuthenticationToken) token, callers);
                        }))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(entryPoint)
                        .accessDeniedHandler(
                                (request, response, _) -> ProblemException.forbidden("this call needs the role operate")
                                        .write(request, response)))
                .addFilterBefore(new AuthenticationProblemFilter(), BearerTokenAuthenticationFilter.class)
                .addFilterBefore(
                        new LocalCallerFilter(() -> keys.areRequired() || decoder != null),
                        AnonymousAuthenticationFilter.class)
                .addFilterAfter(new RateLimitFilter(limits.requestsPerSecond()), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers(PUBLIC_PATHS)
                        .permitAll()
                        .requestMatchers("/actuator/**")
                        .access((caller, _) -> new AuthorizationDecision(mayOperate(caller.get())))
                        .anyRequest()
                        .authenticated())
                .build();
    }

    private static boolean isApiKey(HttpServletRequest request) {
        var header = request.getHeader("Authorization");
        return header != null
                && header.regionMatches(true, "Bearer ".length(), ApiKeySecret.PREFIX, 0, ApiKeySecret.PREFIX.length());
    }

    private static Authentication apiKey(BearerTokenAuthenticationToken token, ApiKeyService keys) {
        try {
            return authenticated(keys.authenticate(token.getToken()), token);
        } catch (ApiKeyService.InvalidKeyException e) {
            throw new InvalidBearerTokenException(String.valueOf(e.getMessage()), e);
        }
    }

    private static JwtAuthenticationProvider jwt(JwtDecoder decoder, JwtCallers callers) {
        var provider = new JwtAuthenticationProvider(decoder);
        provider.setJwtAuthenticationConverter((Jwt token) -> new CallerAuthenticationToken(callers.caller(token)));
        return provider;
    }

    private static Authentication authenticated(Caller caller, BearerTokenAuthenticationToken token) {
        var authentication = new CallerAuthenticationToken(caller);
        authentication.setDetails(token.getDetails());
        return authentication;
    }

    /// The caller is the same for everything that reads the request.
    private static void requireOneHeader(HttpServletRequest request) {
        if (Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION)).size() > 1) {
            throw ProblemException.invalid(FieldError.inHeader(HttpHeaders.AUTHORIZATION, "is given more than once"));
        }
    }

    private static boolean mayOperate(Authentication authentication) {
        return authentication.getPrincipal() instanceof Caller caller && caller.may(Role.OPERATE);
    }

    /// The reason is told to a caller that sent a key or token; it names no secret.
    private static AuthenticationEntryPoint unauthorized() {
        return (request, response, failure) -> {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge(request));
            Problem.UNAUTHORIZED.write(request, response, reason(failure));
        };
    }

    /// Clients of the Model Context Protocol learn which issuer they need a token of (RFC 9728).
    private static String challenge(HttpServletRequest request) {
        var path = request.getRequestURI();
        return path.equals(MCP) || path.startsWith(MCP + "/")
                ? "Bearer resource_metadata=\""
                        + ServletUriComponentsBuilder.fromContextPath(request)
                                .build()
                                .toUriString()
                        + RESOURCE_METADATA + path + "\""
                : "Bearer";
    }

    private static void describe(OAuth2ProtectedResourceMetadata.Builder resource, String issuerUri) {
        resource.resourceName("Memlog").tlsClientCertificateBoundAccessTokens(false);
        if (!issuerUri.isBlank()) {
            resource.authorizationServer(issuerUri);
        }
    }

    private static String reason(AuthenticationException failure) {
        return failure instanceof InvalidBearerTokenException
                ? String.valueOf(failure.getMessage())
                : "send Authorization: Bearer with an API key";
    }
}
