package io.memlog.schemas.message;

/// Names of the headers that make a Kafka message a CloudEvent 1.0 in binary mode; the message's value is
/// the data.
///
/// @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">Kafka
///      protocol binding</a>
public final class CloudEventHeaders {

    public static final String SPEC_VERSION = "ce_specversion";
    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String SUBJECT = "ce_subject";
    public static final String TIME = "ce_time";
    public static final String CONTENT_TYPE = "content-type";

    /// The version of the data's JSON, from 1.
    public static final String SCHEMA_VERSION = "ce_schemaversion";

    /// The memory's version, readable even if the data is not. In a tombstone: the newest version that it
    /// removes.
    public static final String MEMORY_VERSION = "ce_memoryversion";

    /// Of a repair, in decimal: what a projection holds of the memory up to this version is removed before the
    /// event is applied.
    public static final String PURGE = "ce_purge";

    /// Optional, of a stored or updated memory: the last words of the memory before it in its conversation, which it
    /// may answer. They help to embed it.
    public static final String PREDECESSOR = "memlog-predecessor";

    public static final String USER_ID = "ce_userid";
    public static final String PROJECT_ID = "ce_projectid";

    /// Of a progress message: when the message that it reports about was published, and when a worker received that.
    public static final String PUBLISHED_AT = "ce_publishedat";

    public static final String ATTEMPTED_AT = "ce_attemptedat";

    /// The W3C trace context of the event's cause.
    public static final String TRACEPARENT = "traceparent";

    private CloudEventHeaders() {}
}
