package io.memlog.consumer.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.ConsumerStatus;
import io.memlog.consumer.InMemoryProjection;
import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.Pause;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.ProjectionInventory;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class WorkerStatusTest {

    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    private final WebApplicationContextRunner worker = new WebApplicationContextRunner()
            .withBean(ProjectionHandler.class, InMemoryProjection::new)
            .withBean(ProjectionInventory.class, WorkerHttpAutoConfigurationTest.EmptyInventory::new)
            .withBean(StoreHealth.class, () -> store(() -> {}))
            .withConfiguration(AutoConfigurations.of(WorkerHttpAutoConfiguration.class));

    @Test
    void the_status_of_a_following_worker_has_its_lag() {
        worker.withBean(ConsumerStatus.class, () -> new Consumer(true, Optional.empty(), OptionalLong.of(7)))
                .run(context -> assertThat(json(context.getBean(WorkerController.class)))
                        .isEqualTo("{\"projection\":\"vector\","
                                + "\"consumer\":{\"state\":\"following\",\"lag\":7,\"reason\":null,\"since\":null},"
                                + "\"store\":{\"name\":\"chroma\",\"state\":\"up\",\"reason\":null}}"));
    }

    @Test
    void the_status_of_a_paused_worker_has_its_reason_and_time() {
        var pause = new Pause(PauseCause.STORE, "the store is unavailable", SINCE);

        worker.withBean(ConsumerStatus.class, () -> new Consumer(true, Optional.of(pause), OptionalLong.empty()))
                .run(context -> assertThat(json(context.getBean(WorkerController.class)))
                        .contains(
                                "\"consumer\":{\"state\":\"paused\",\"lag\":null,\"reason\":\"the store is unavailable\","
                                        + "\"since\":\"2026-01-01T00:00:00.000000Z\"}"));
    }

    @Test
    void a_worker_without_a_running_consumer_is_stopped() {
        worker.run(context -> assertThat(json(context.getBean(WorkerController.class)))
                .contains("\"state\":\"stopped\",\"lag\":null"));
        worker.withBean(ConsumerStatus.class, () -> new Consumer(false, Optional.empty(), OptionalLong.of(7)))
                .run(context -> assertThat(json(context.getBean(WorkerController.class)))
                        .contains("\"state\":\"stopped\",\"lag\":null"));
    }

    @Test
    void an_unavailable_store_is_down_with_its_reason() {
        new WebApplicationContextRunner()
                .withBean(ProjectionHandler.class, InMemoryProjection::new)
                .withBean(ProjectionInventory.class, WorkerHttpAutoConfigurationTest.EmptyInventory::new)
                .withBean(
                        StoreHealth.class,
                        () -> store(() -> {
                            throw new IndexUnavailableException("the disk is full", null);
                        }))
                .withConfiguration(AutoConfigurations.of(WorkerHttpAutoConfiguration.class))
                .run(context -> assertThat(json(context.getBean(WorkerController.class)))
                        .contains(
                                "\"store\":{\"name\":\"chroma\",\"state\":\"down\",\"reason\":\"the disk is full\"}"));
    }

    @Test
    void an_application_without_a_projection_handler_or_http_has_no_status() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(WorkerHttpAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WorkerController.class));
        new ApplicationContextRunner()
                .withBean(ProjectionHandler.class, InMemoryProjection::new)
                .withBean(ProjectionInventory.class, WorkerHttpAutoConfigurationTest.EmptyInventory::new)
                .withBean(StoreHealth.class, () -> store(() -> {}))
                .withConfiguration(AutoConfigurations.of(WorkerHttpAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WorkerController.class));
    }

    private static String json(WorkerController controller) {
        return Json.mapper().writeValueAsString(controller.status());
    }

    static StoreHealth store(Runnable probe) {
        return new StoreHealth("chroma", "http://chroma", probe);
    }

    private record Consumer(boolean isRunning, Optional<Pause> pause, OptionalLong lag) implements ConsumerStatus {

        @Override
        public Projection projection() {
            return Projection.VECTOR;
        }
    }
}
