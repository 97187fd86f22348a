package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.MemoryId;
import java.util.List;
import java.util.Map;

/// Some memories of a tenant, in the order of their ids.
///
/// @param ids    of every memory of the page
/// @param states what the log says; a memory whose events were erased is absent
record LogPage(List<MemoryId> ids, Map<MemoryId, LogState> states) {}
