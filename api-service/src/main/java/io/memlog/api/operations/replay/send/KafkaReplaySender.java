package io.memlog.api.operations.replay.send;

import io.memlog.api.operations.jobs.DependencyUnavailableException;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Sends at the pace of the job, and then waits for the acknowledgements.
@Component
public final class KafkaReplaySender implements ReplaySender {

    private final ReplayProducer producers;

    KafkaReplaySender(ReplayProducer producers) {
        this.producers = producers;
    }

    @Override
    public void send(Projection consumer, List<ReplayMessage> messages, JobContext job) throws InterruptedException {
        if (messages.isEmpty()) {
            return;
        }
        Producer<byte[], byte[]> producer = null;
        try {
            producer = producers.get();
            var topic = Topic.replay(consumer).name();
            var partitions = producer.partitionsFor(topic).size();
            List<Future<?>> sent = new ArrayList<>(messages.size());
            for (var message : messages) {
                job.pace();
                var acknowledgement = producer.send(record(topic, partitions, message));
                sent.add(acknowledgement);
                if (acknowledgement.isDone()) {
                    acknowledgement.get(); // has failed at once after a wait, which every other one would do too
                }
            }
            producer.flush();
            for (var acknowledgement : sent) {
                acknowledgement.get();
            }
        } catch (InterruptException e) {
            throw (InterruptedException) new InterruptedException("while sending").initCause(e);
        } catch (ExecutionException e) {
            throw judged(producer, e.getCause() == null ? e : e.getCause());
        } catch (KafkaException | IllegalStateException e) {
            throw judged(producer, e);
        }
    }

    private RuntimeException judged(@Nullable Producer<byte[], byte[]> producer, Throwable failure) {
        if (failure instanceof RecordTooLargeException) {
            return new IllegalStateException("a message is too large for Kafka: " + failure.getMessage(), failure);
        }
        if (producer != null) {
            producers.failed(producer, failure);
        }
        return new DependencyUnavailableException("Kafka cannot be written: " + failure.getMessage(), failure);
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int partitions, ReplayMessage message) {
        var partition = message.partition();
        var known = partition != null && partition < partitions ? partition : null;
        var headers = message.headers().stream()
                .<Header>map(header -> new RecordHeader(header.name(), header.value()))
                .toList();
        return new ProducerRecord<>(topic, known, message.key(), message.value(), headers);
    }
}
