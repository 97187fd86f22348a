package io.memlog.schemas.message;

/// Names of the headers that a dead letter carries beside those of the message that failed. They are Spring
/// Kafka's, so that its tools understand them; numbers are big-endian bytes (partition: 4, offset and
/// timestamp: 8), texts UTF-8.
public final class DeadLetterHeaders {

    public static final String PREFIX = "kafka_dlt-";
    public static final String ORIGINAL_TOPIC = "kafka_dlt-original-topic";
    public static final String ORIGINAL_PARTITION = "kafka_dlt-original-partition";
    public static final String ORIGINAL_OFFSET = "kafka_dlt-original-offset";
    public static final String ORIGINAL_TIMESTAMP = "kafka_dlt-original-timestamp";
    public static final String ORIGINAL_TIMESTAMP_TYPE = "kafka_dlt-original-timestamp-type";
    public static final String ORIGINAL_CONSUMER_GROUP = "kafka_dlt-original-consumer-group";
    public static final String EXCEPTION = "kafka_dlt-exception-fqcn";
    public static final String EXCEPTION_CAUSE = "kafka_dlt-exception-cause-fqcn";
    public static final String EXCEPTION_MESSAGE = "kafka_dlt-exception-message";
    public static final String EXCEPTION_STACKTRACE = "kafka_dlt-exception-stacktrace";

    /// The stable code of the failure, such as `undecodable`.
    public static final String REASON = "memlog-dead-letter-reason";

    /// How many times the event was tried, as decimal text.
    public static final String ATTEMPTS = "memlog-dead-letter-attempts";

    /// Which letter a replayed message is, as a UUID; it travels with every replay, so that a letter that
    /// fails again is the same letter.
    public static final String LETTER_ID = "memlog-dead-letter-id";

    /// Which replay of the letter a replayed message is, from 1, as decimal text.
    public static final String REPLAY = "memlog-dead-letter-replay";

    private DeadLetterHeaders() {}
}
