package io.memlog.eventstore.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.eventstore.outbox.KafkaPublisher.UnpublishableMessageException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// A producer whose acknowledgements the test controls. The value of a record is the position of its message.
final class FakePublisher {

    private final List<Long> sent = new CopyOnWriteArrayList<>();
    private final Map<Long, Callback> callbacks = new HashMap<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final Set<Long> failing = new HashSet<>();
    private final Set<Long> rejecting = new HashSet<>();

    Producer<byte[], byte[]> producer() {
        return new ControlledProducer();
    }

    List<Long> sent() {
        return List.copyOf(sent);
    }

    synchronized void acknowledge(long position) {
        complete(position, null);
    }

    synchronized void fail(long position) {
        complete(position, new IOException("no broker"));
    }

    /// Lets the next attempt to send this message fail at once.
    synchronized void failAtOnce(long position) {
        failing.add(position);
    }

    synchronized void rejectAtOnce(long position) {
        rejecting.add(position);
    }

    int closed() {
        return closed.get();
    }

    private synchronized void send(long position, Callback callback) {
        sent.add(position);
        callbacks.put(position, callback);
        if (failing.remove(position)) {
            fail(position);
        }
        if (rejecting.contains(position)) {
            complete(position, new UnpublishableMessageException("too large"));
        }
    }

    private void complete(long position, @Nullable Exception failure) {
        var callback = callbacks.get(position);
        if (callback == null) {
            throw new AssertionError(position + " was not sent");
        }
        callback.onCompletion(null, failure);
    }

    private final class ControlledProducer extends MockProducer<byte[], byte[]> {

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            FakePublisher.this.send(Long.parseLong(new String(record.value(), UTF_8)), callback);
            return new CompletableFuture<>();
        }

        @Override
        public void close(Duration timeout) {
            closed.incrementAndGet();
        }
    }
}
