package io.memlog.standalone;

import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// A running application in a context of its own.
record Application(String name, ConfigurableApplicationContext context) implements AutoCloseable {

    /// @param name     the name of the application and of its configuration file
    /// @param settings overrides the configuration file
    static Application start(String name, Class<?> main, Map<String, String> settings) {
        var arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        var context = new SpringApplicationBuilder(main)
                .properties("spring.config.name=" + name)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .run(arguments);
        return new Application(name, context);
    }

    @Override
    public void close() {
        context.close();
    }
}
