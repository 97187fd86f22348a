package io.memlog.schemas.message;

/// Names of the headers that a dead letter has in addition to those of the failed message. They are Spring
/// Kafka's, so that its tools can read them; numbers are big-endian bytes (partition: 4, offset and
/// timestamp: 8), strings UTF-8.
public final class DeadLetterHeaders {

    public static final String PREFIX = "kafka_dlt-";
    public static final String ORIGINAL_TOPIC = PREFIX + "original-topic";
    public static final String ORIGINAL_PARTITION = PREFIX + "original-partition";
    public static final String ORIGINAL_OFFSET = PREFIX + "original-offset";
    public static final String ORIGINAL_TIMESTAMP = PREFIX + "original-timestamp";
    public static final String ORIGINAL_TIMESTAMP_TYPE = PREFIX + "original-timestamp-type";
    public static final String ORIGINAL_CONSUMER_GROUP = PREFIX + "original-consumer-group";
    public static final String EXCEPTION = PREFIX + "exception-fqcn";
    public static final String EXCEPTION_CAUSE = PREFIX + "exception-cause-fqcn";
    public static final String EXCEPTION_MESSAGE = PREFIX + "exception-message";
    public static final String EXCEPTION_STACKTRACE = PREFIX + "exception-stacktrace";

    /// The stable code of the failure, such as `undecodable`.
    public static final String REASON = "memlog-dead-letter-reason";

    /// The number of attempts, in decimal.
    public static final String ATTEMPTS = "memlog-dead-letter-attempts";

    /// [RetryClass] in lower case.
    public static final String RETRY_CLASS = "memlog-dead-letter-retry-class";

    /// The size in bytes of the failed message's value, in decimal; present if the dead letter holds only the
    /// first bytes of it, because Kafka would refuse all.
    public static final String ORIGINAL_SIZE = "memlog-dead-letter-original-size";

    /// The SHA-256 of the failed message's value, in hexadecimal; present together with [#ORIGINAL_SIZE].
    public static final String ORIGINAL_SHA256 = "memlog-dead-letter-original-sha256";

    /// The id of a replayed dead letter, a UUID; every replay has it, so that a dead letter that fails again
    /// keeps its id.
    public static final String DEAD_LETTER_ID = "memlog-dead-letter-id";

    /// The number of the replay, from 1, in decimal.
    public static final String REPLAY = "memlog-dead-letter-replay";

    /// The W3C trace context of the message that failed first; a replay has a trace of its own.
    public static final String FIRST_TRACEPARENT = "memlog-dead-letter-first-traceparent";

    private DeadLetterHeaders() {}
}
