package io.memlog.consumer.http;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import io.memlog.consumer.ConsumerStatus;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.ProjectionInventory;
import io.memlog.consumer.kafka.ConsumerAutoConfiguration;
import io.memlog.schemas.json.Json;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// What a worker with HTTP answers api-service.
@AutoConfiguration(
        after = ConsumerAutoConfiguration.class,
        beforeName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(RestController.class)
public final class WorkerHttpAutoConfiguration {

    /// `GET /internal/status`.
    @Bean
    @ConditionalOnBean({ProjectionHandler.class, StoreHealth.class})
    StatusController statusController(
            ProjectionHandler<?> handler, ObjectProvider<ConsumerStatus> consumer, StoreHealth store) {
        return new StatusController(handler.projection(), consumer.stream().findFirst(), store);
    }

    /// `/internal/inventory`, and problems instead of failures.
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(ProjectionInventory.class)
    @Import({InventoryController.class, WorkerProblems.class})
    static class InventoryConfiguration {

        /// HTTP speaks the JSON of the contract.
        @Bean
        JsonMapper jsonMapper() {
            return Json.mapper()
                    .rebuild()
                    .addMixIn(ProblemDetail.class, ProblemMembers.class)
                    .build();
        }
    }

    @JsonIncludeProperties({"type", "title", "status", "detail"})
    private interface ProblemMembers {}
}
