package io.memlog.api.memory.store;

import io.memlog.api.http.BatchItem;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Reads one item of a batch: a memory log that may carry its idempotency key.
final class BatchItemParser {

    private static final String KEY = "idempotency_key";
    private static final Set<String> MEMBERS = membersAndKey();

    private BatchItemParser() {}

    /// @throws io.memlog.api.http.ProblemException naming every wrong member
    static BatchStorer.Entry read(BatchItem item, int mostBytes) {
        var tree = item.read(mostBytes);
        var fields = item.fields(tree).only(MEMBERS);
        var key = fields.text(KEY, IdempotencyKey.LONGEST);
        if (key != null && !IdempotencyKey.isKey(key)) {
            fields.report(KEY, IdempotencyKey.RULE);
        }
        var draft = MemoryLogInputParser.read(fields);
        if (key == null) {
            return new BatchStorer.Entry.Valid(draft, null);
        }
        var body = ((ObjectNode) tree).deepCopy().without(KEY);
        return new BatchStorer.Entry.Valid(draft, IdempotencyKey.of(key, draft.tenant(), body));
    }

    private static Set<String> membersAndKey() {
        var members = new HashSet<>(MemoryLogInputParser.MEMBERS);
        members.add(KEY);
        return Set.copyOf(members);
    }
}
