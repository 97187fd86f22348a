package io.memlog.api.operations.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.RunningService;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ConsumerLagIT {

    private final RunningService service = RunningService.maintenance();
    private final ConsumerLag lag = service.bean(ConsumerLag.class);
    private final TopicPartition partition =
            new TopicPartition(Topic.replay(Projection.GRAPH).name(), 0);

    @Test
    void a_partition_without_a_committed_offset_counts_from_its_beginning() throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", service.kafka());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
                var admin = Admin.create(settings)) {
            send(producer);
            var expired = end();
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(expired)))
                    .all()
                    .get();
            send(producer);

            assertThat(lag.lagBefore(Projection.GRAPH, Map.of(partition.toString(), expired)))
                    .isZero();
            assertThat(lag.lagBefore(Projection.GRAPH, Map.of(partition.toString(), end())))
                    .isEqualTo(1);
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer) throws Exception {
        producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), new byte[1], new byte[1]))
                .get();
    }

    private long end() {
        return lag.endOffsets(Projection.GRAPH).getOrDefault(partition.toString(), 0L);
    }
}
