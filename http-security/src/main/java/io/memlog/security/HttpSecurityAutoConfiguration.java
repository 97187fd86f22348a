package io.memlog.security;

import jakarta.servlet.Filter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/// Protects the port of an application. A worker, which sets `memlog.http.internal`, takes calls of api-service only.
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(HttpSecurityProperties.class)
public final class HttpSecurityAutoConfiguration {

    private static final int FIRST = Ordered.HIGHEST_PRECEDENCE;

    @Bean
    ListenAddress listenAddress(ServerProperties server, Environment environment) {
        if (environment.containsProperty("management.server.port")
                && !isLoopback(environment.getProperty("management.server.address"))) {
            throw new OpenPortException(
                    "management.server.port",
                    "set management.server.address to loopback, or leave health and metrics "
                            + "on server.port, which asks");
        }
        return new ListenAddress(server.getAddress());
    }

    private static boolean isLoopback(@Nullable String address) {
        try {
            return address != null && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Bean
    FilterRegistrationBean<Filter> hostAndOriginFilter(HttpSecurityProperties properties) {
        return register(new HostAndOriginFilter(properties.allowedHosts(), properties.allowedOrigins()), FIRST);
    }

    @Bean
    @ConditionalOnProperty("memlog.http.internal")
    FilterRegistrationBean<Filter> internalTokenFilter(HttpSecurityProperties properties, ListenAddress address) {
        if (!properties.hasInternalToken() && !address.isLoopback()) {
            throw new OpenPortException(
                    address.toString(),
                    "set memlog.http.internal-token to the same secret here and in api-service, or keep server.address on "
                            + "loopback");
        }
        var registration = register(new InternalTokenFilter(properties.internalToken()), FIRST + 1);
        registration.setEnabled(properties.hasInternalToken());
        return registration;
    }

    private static FilterRegistrationBean<Filter> register(Filter filter, int order) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }
}
