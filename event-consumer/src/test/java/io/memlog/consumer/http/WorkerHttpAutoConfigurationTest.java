package io.memlog.consumer.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.InMemoryProjection;
import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.ProjectionInventory;
import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.inventory.InventoryQuery;
import io.memlog.schemas.inventory.InventoryTenants;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class WorkerHttpAutoConfigurationTest {

    private static final AutoConfigurations CONFIGURATION = AutoConfigurations.of(WorkerHttpAutoConfiguration.class);

    @Test
    void a_worker_with_an_inventory_serves_it_and_answers_with_problems() {
        new WebApplicationContextRunner()
                .withBean(ProjectionHandler.class, InMemoryProjection::new)
                .withBean(StoreHealth.class, () -> WorkerStatusTest.store(() -> {}))
                .withBean(ProjectionInventory.class, EmptyInventory::new)
                .withConfiguration(CONFIGURATION)
                .run(context -> assertThat(context)
                        .hasSingleBean(WorkerController.class)
                        .hasSingleBean(WorkerProblems.class));
    }

    @Test
    void an_application_without_an_inventory_or_without_http_serves_none() {
        new WebApplicationContextRunner()
                .withConfiguration(CONFIGURATION)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WorkerController.class));
        new ApplicationContextRunner()
                .withBean(ProjectionHandler.class, InMemoryProjection::new)
                .withBean(StoreHealth.class, () -> WorkerStatusTest.store(() -> {}))
                .withBean(ProjectionInventory.class, EmptyInventory::new)
                .withConfiguration(CONFIGURATION)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WorkerController.class));
    }

    @ParameterizedTest
    @CsvSource({"PT2S, 2", "PT2.001S, 3", "PT0.5S, 1", ", 5"})
    void an_unavailable_index_asks_to_retry_after_whole_seconds(@Nullable Duration retryAfter, String header) {
        var failure = new IndexUnavailableException("the provider limits its rate", null, retryAfter);

        var response = new WorkerProblems().unavailable(failure);

        assertThat(response.getStatusCode().value()).isEqualTo(503);
        assertThat(response.getHeaders().getFirst("Retry-After")).isEqualTo(header);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "7, 7", "1001, 1000"})
    void a_page_of_tenants_has_at_least_1_and_at_most_1000(int asked, int limit) {
        var page = new WorkerController(
                        Projection.VECTOR, Optional.empty(), WorkerStatusTest.store(() -> {}), new EmptyInventory())
                .tenants(null, asked);

        assertThat(page.next()).isEqualTo("" + limit);
    }

    /// Its pages name the limit as the next one.
    static final class EmptyInventory implements ProjectionInventory {

        @Override
        public InventoryTenants tenants(@Nullable String after, int limit) {
            return new InventoryTenants(List.of(), "" + limit);
        }

        @Override
        public InventoryPage memories(InventoryQuery query) {
            return new InventoryPage(List.of(), true);
        }
    }
}
