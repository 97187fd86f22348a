package io.memlog.consumer.report;

import io.memlog.schemas.event.ProgressEvent;
import java.util.List;

/// Tells the others; what a method returned from is acknowledged and will not be lost.
public interface Reports {

    void progress(List<? extends ProgressEvent> events) throws UndeliveredException;

    void deadLetters(List<DeadLetter> letters) throws UndeliveredException;
}
