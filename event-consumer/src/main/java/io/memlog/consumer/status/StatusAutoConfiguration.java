package io.memlog.consumer.status;

import io.memlog.consumer.ConsumerStatus;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.kafka.ConsumerAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.RestController;

/// Serves `GET /internal/status` in every web application with a projection handler and its store.
@AutoConfiguration(after = ConsumerAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(RestController.class)
@ConditionalOnBean({ProjectionHandler.class, StoreStatus.class})
public final class StatusAutoConfiguration {

    @Bean
    StatusController statusController(
            ProjectionHandler<?> handler, ObjectProvider<ConsumerStatus> consumer, StoreStatus store) {
        return new StatusController(handler.projection(), consumer.stream().findFirst(), store);
    }
}
