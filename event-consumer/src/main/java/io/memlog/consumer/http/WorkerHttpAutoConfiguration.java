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
@ConditionalOnBean({ProjectionHandler.class, ProjectionInventory.class, StoreHealth.class})
@Import(WorkerProblems.class)
public final class WorkerHttpAutoConfiguration {

    @Bean
    WorkerController workerController(
            ProjectionHandler<?> handler,
            ObjectProvider<ConsumerStatus> consumer,
            StoreHealth store,
            ProjectionInventory inventory) {
        return new WorkerController(handler.projection(), consumer.stream().findFirst(), store, inventory);
    }

    /// HTTP speaks the JSON of the contract.
    @Bean
    JsonMapper jsonMapper() {
        return Json.mapper()
                .rebuild()
                .addMixIn(ProblemDetail.class, ProblemMembers.class)
                .build();
    }

    @JsonIncludeProperties({"type", "title", "status", "detail"})
    private interface ProblemMembers {}
}
