package io.memlog.security;

import jakarta.servlet.Filter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/// Protects the port of an application. A worker, which sets `memlog.http.internal`, takes calls of api-service only.
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(HttpSecurityProperties.class)
public final class HttpSecurityAutoConfiguration {

    private static final int FIRST = Ordered.HIGHEST_PRECEDENCE;

    @Bean
    ListenAddress listenAddress(ServerProperties server) {
        return new ListenAddress(server.getAddress());
    }

    @Bean
    FilterRegistrationBean<Filter> browserFilter(HttpSecurityProperties properties) {
        return register(new BrowserFilter(properties.allowedHosts(), properties.allowedOrigins()), FIRST);
    }

    @Bean
    @ConditionalOnProperty("memlog.http.internal")
    FilterRegistrationBean<Filter> internalTokenFilter(HttpSecurityProperties properties, ListenAddress address) {
        if (!properties.hasInternalToken() && !address.isLoopback()) {
            throw new OpenPortException(
                    address.toString(), "set memlog.http.internal-token to the same secret here and in api-service");
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
