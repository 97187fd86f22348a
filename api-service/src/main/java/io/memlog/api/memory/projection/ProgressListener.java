package io.memlog.api.memory.projection;

import io.memlog.schemas.event.NewerSchemaException;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.EventMessage;
import io.memlog.tracing.TraceParent;
import io.memlog.tracing.Traces;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.stereotype.Component;

/// Consumes the reports of the workers and records them, a batch at a time.
@Component
record ProgressListener(ProgressRecorder recorder, ProgressMeters meters, Traces traces, Clock clock) {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressListener.class);

    private static final String MEMLOG_SOURCE = "/memlog/";

    static final String ID = "progress";

    @KafkaListener(
            id = ID,
            autoStartup = "false",
            topics = "memory-log-progress",
            groupId = "memlog-api-progress",
            containerFactory = "progressContainers")
    void receive(List<ConsumerRecord<String, byte[]>> records) {
        var receivedAt = clock.instant();
        var reports = new ArrayList<ProgressReport>(records.size());
        var newer = new ArrayList<ConsumerRecord<String, byte[]>>();
        records.forEach(record -> decode(record, newer).ifPresent(reports::add));
        recorder.record(reports);
        if (traces.on()) {
            records.stream().filter(record -> !newer.contains(record)).forEach(record -> trace(record, receivedAt));
        }
        if (!newer.isEmpty()) {
            throw upgradeFirst(newer.getFirst());
        }
    }

    private void trace(ConsumerRecord<String, byte[]> record, Instant receivedAt) {
        var headers = headers(record);
        var key = record.key() == null ? null : record.key().getBytes(StandardCharsets.UTF_8);
        var span = traces.process(record.topic(), key, headers.get(CloudEventHeaders.TRACEPARENT), receivedAt)
                .tag("memlog.event", headers.getOrDefault(CloudEventHeaders.TYPE, ""));
        Traces.end(span, clock.instant());
    }

    /// A report of a later release is not lost: it stays unread until an api-service of that release reads it. All
    /// others of the batch are recorded.
    private static BatchListenerFailedException upgradeFirst(ConsumerRecord<String, byte[]> record) {
        return new BatchListenerFailedException(
                "upgrade this api-service first: it does not know the report at " + offsetOf(record), record);
    }

    /// An unreadable message is counted and skipped: the workers report again when an event is sent again.
    private Optional<ProgressReport> decode(
            ConsumerRecord<String, byte[]> record, List<ConsumerRecord<String, byte[]>> newer) {
        var headers = headers(record);
        try {
            if (record.value() != null
                    && EventMessage.decode(headers, record.value()) instanceof ProjectionEvent event) {
                return Optional.of(new ProgressReport(
                        event,
                        time(headers.get(CloudEventHeaders.PUBLISHED_AT)),
                        time(headers.get(CloudEventHeaders.ATTEMPTED_AT)),
                        TraceParent.parse(headers.get(CloudEventHeaders.TRACEPARENT))
                                .map(TraceParent::traceId)
                                .orElse(null)));
            }
            LOG.atWarn().addKeyValue("at", offsetOf(record)).log("A message in the progress topic reports no progress");
        } catch (NewerSchemaException e) {
            if (headers.getOrDefault(CloudEventHeaders.SOURCE, "").startsWith(MEMLOG_SOURCE)) {
                newer.add(record);
                return Optional.empty();
            }
            LOG.atWarn().setCause(e).addKeyValue("at", offsetOf(record)).log("A progress message is not readable");
        } catch (UndecodableEventException e) {
            LOG.atWarn().setCause(e).addKeyValue("at", offsetOf(record)).log("A progress message is not readable");
        }
        meters.unreadable();
        return Optional.empty();
    }

    /// Null when the header is missing or not a time.
    private static @Nullable Instant time(@Nullable String header) {
        try {
            return header == null ? null : Instant.parse(header);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        });
        return headers;
    }

    private static String offsetOf(ConsumerRecord<String, byte[]> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
