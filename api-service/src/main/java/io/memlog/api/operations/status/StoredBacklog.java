package io.memlog.api.operations.status;

import io.memlog.api.operations.deadletters.DeadLetterCounts;
import io.memlog.eventstore.outbox.Backlog;

/// What waits in PostgreSQL: changes that are not published, and dead letters that are not settled.
record StoredBacklog(Backlog outbox, DeadLetterCounts deadLetters) {}
