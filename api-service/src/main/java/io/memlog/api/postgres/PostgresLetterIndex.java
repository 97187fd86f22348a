package io.memlog.api.postgres;

import io.memlog.api.deadletters.BuriedLetter;
import io.memlog.api.deadletters.LetterIndex;
import io.memlog.api.deadletters.RefusedLetterException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

@Component
final class PostgresLetterIndex implements LetterIndex {

    private final LetterTables tables;
    private final LetterOffsetRows offsets;
    private final LetterWriter letters;
    private final TransactionOperations transaction;

    PostgresLetterIndex(
            LetterTables tables, LetterOffsetRows offsets, LetterWriter letters, TransactionOperations transaction) {
        this.tables = tables;
        this.offsets = offsets;
        this.letters = letters;
        this.transaction = transaction;
    }

    @Override
    public void prepare() {
        transaction.executeWithoutResult(_ -> tables.make());
    }

    @Override
    public Map<Partition, Long> positions(Map<Partition, String> topicIds) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            offsets.register(topicIds);
            return offsets.read(topicIds.keySet());
        }));
    }

    @Override
    public Indexed index(List<Slice> slices) throws RefusedLetterException {
        try {
            return Objects.requireNonNull(transaction.execute(_ -> indexed(slices)));
        } catch (RuntimeException e) {
            if (SqlStates.isRefusal(e)) {
                throw new RefusedLetterException(e);
            }
            throw e;
        }
    }

    /// The position rows are locked to the end, so only those slices count that nobody has indexed yet.
    private Indexed indexed(List<Slice> slices) {
        var positions =
                offsets.lock(slices.stream().map(Slice::partition).sorted().toList());
        var current = slices.stream()
                .filter(slice -> Objects.equals(positions.get(slice.partition()), slice.from()))
                .toList();
        List<BuriedLetter> buried =
                current.stream().flatMap(slice -> slice.letters().stream()).toList();
        var failed = letters.write(buried);
        offsets.advance(current);
        current.forEach(slice -> positions.put(slice.partition(), slice.next()));
        return new Indexed(positions, failed);
    }
}
