package io.memlog.api.openapi;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Serves Swagger UI from its jar, so that the page works without the internet.
@Configuration(proxyBeanMethods = false)
class DocsConfiguration implements WebMvcConfigurer {

    private static final String SWAGGER_UI = "classpath:/META-INF/resources/webjars/swagger-ui/";

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/docs/assets/**").addResourceLocations(SWAGGER_UI + SwaggerUi.VERSION + "/");
    }
}
