package io.memlog.api.ingest;

import io.memlog.api.draft.DraftReader;
import io.memlog.api.input.JsonItem;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Reads one item of a batch: a memory log that may carry its idempotency key.
final class BatchItemReader {

    private static final String KEY = "idempotency_key";
    private static final Set<String> MEMBERS = membersAndKey();

    private BatchItemReader() {}

    /// @throws io.memlog.api.problems.ProblemException naming every wrong member
    static BatchIngest.Entry read(JsonItem item, int mostBytes) {
        var tree = item.read(mostBytes);
        var fields = item.fields(tree).only(MEMBERS);
        var key = fields.text(KEY, IdempotencyKey.LONGEST);
        if (key != null && !IdempotencyKey.isKey(key)) {
            fields.report(KEY, IdempotencyKey.RULE);
        }
        var draft = DraftReader.read(fields);
        if (key == null) {
            return new BatchIngest.Entry.Valid(draft, null);
        }
        var body = ((ObjectNode) tree).deepCopy().without(KEY);
        return new BatchIngest.Entry.Valid(draft, IdempotencyKey.of(key, draft.tenant(), body));
    }

    private static Set<String> membersAndKey() {
        var members = new HashSet<>(DraftReader.MEMBERS);
        members.add(KEY);
        return Set.copyOf(members);
    }
}
