package io.memlog.consumer.publishing;

import io.memlog.schemas.event.ProjectionEvent;
import java.util.List;

/// Publishes the results of a consumer. After a method returns, its messages are acknowledged and durable.
public interface ResultPublisher {

    void publishProgress(List<? extends ProjectionEvent> events) throws PublishFailedException;

    void publishDeadLetters(List<DeadLetter> deadLetters) throws PublishFailedException;
}
