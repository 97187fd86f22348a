package io.memlog.api.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/// Which version of Swagger UI is on the class path.
final class SwaggerUi {

    static final String VERSION = version();

    private SwaggerUi() {}

    private static String version() {
        try (var properties =
                SwaggerUi.class.getResourceAsStream("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            var pom = new Properties();
            pom.load(Objects.requireNonNull(properties, "Swagger UI is not on the class path"));
            return pom.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
