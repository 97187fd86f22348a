package io.memlog.standalone;

import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// One of the applications, as it is, in a context of its own.
record Application(String name, ConfigurableApplicationContext context) implements AutoCloseable {

    /// @param name     the application's name, which is also that of its configuration file
    /// @param settings what differs from that file
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
