package io.memlog.api.console;

import java.net.URI;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// Serves the console from its jar. The names of its assets change with their content; every other path below
/// `/console` is a view of the one page, which asks for what it shows by the routes of the contract.
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

    private static final String FOLDER = "console/";
    private static final String ASSETS = "/console/assets/**";
    private static final URI HOME = URI.create("/console/");
    private static final Duration MAX_AGE = Duration.ofDays(365);

    @Bean
    RouterFunction<ServerResponse> console() {
        return RouterFunctions.route()
                .GET(
                        "/",
                        acceptsHtml(),
                        _ -> ServerResponse.temporaryRedirect(HOME).build())
                .GET("/console", _ -> ServerResponse.temporaryRedirect(HOME).build())
                .resources(
                        ASSETS,
                        new ClassPathResource(FOLDER + "assets/"),
                        (_, headers) -> headers.setCacheControl(
                                CacheControl.maxAge(MAX_AGE).cachePublic().immutable()))
                .GET("/console/icon.svg", _ -> file("icon.svg", MediaType.valueOf("image/svg+xml")))
                .GET("/console/licenses.md", _ -> file("licenses.md", MediaType.TEXT_MARKDOWN))
                .GET("/console/**", isView(), _ -> file("index.html", MediaType.TEXT_HTML))
                .build();
    }

    private static ServerResponse file(String name, MediaType type) {
        return ServerResponse.ok()
                .contentType(type)
                .cacheControl(CacheControl.noCache())
                .body(new ClassPathResource(FOLDER + name));
    }

    /// Whether a browser asks for a page. A program that accepts anything is told that there is nothing.
    private static RequestPredicate acceptsHtml() {
        return request -> request.headers().accept().stream().anyMatch(MediaType.TEXT_HTML::equalsTypeAndSubtype);
    }

    /// An asset of another version is not there, and is no view.
    private static RequestPredicate isView() {
        return request -> !path(request).startsWith("/console/assets/");
    }

    private static String path(ServerRequest request) {
        return request.requestPath().pathWithinApplication().value();
    }
}
