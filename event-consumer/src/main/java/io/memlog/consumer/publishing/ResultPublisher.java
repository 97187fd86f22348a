package io.memlog.consumer.publishing;

import io.memlog.schemas.event.ProjectionEvent;
import java.util.List;

/// Tells the others; what a method returned from is acknowledged and will not be lost.
public interface ResultPublisher {

    void progress(List<? extends ProjectionEvent> events) throws PublishFailedException;

    void deadLetters(List<DeadLetter> letters) throws PublishFailedException;
}
