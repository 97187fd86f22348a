package io.memlog.consumer.http;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import io.memlog.consumer.ProjectionInventory;
import io.memlog.schemas.json.Json;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Answers `/internal/inventory` and turns failures into problems, in an application that has an inventory and HTTP.
@AutoConfiguration(beforeName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(RestController.class)
@ConditionalOnBean(ProjectionInventory.class)
@Import({InventoryController.class, WorkerProblems.class})
public final class WorkerHttpAutoConfiguration {

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
