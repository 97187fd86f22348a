package io.memlog.api.operations.jobs;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that recurs. A failure is logged once, and the work is repeated at the next interval.
public final class RecurringTask implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RecurringTask.class);

    private final String failure;
    private final Runnable work;
    private boolean failing;

    /// @param failure what to log, such as `The continuous check is paused`
    public RecurringTask(String failure, Runnable work) {
        this.failure = failure;
        this.work = work;
    }

    @Override
    public void run() {
        try {
            work.run();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                LOG.atWarn().addKeyValue("cause", e.toString()).log(failure);
            }
        }
    }
}
