package io.memlog.api.memory.read;

import io.memlog.schemas.memory.Embedding;
import java.util.List;

/// One vector for a memory whose text has several chunks: their mean, at length 1.
final class MeanVector {

    private MeanVector() {}

    static Embedding of(List<Embedding> vectors) {
        if (vectors.size() == 1) {
            return vectors.getFirst();
        }
        var sum = new double[vectors.getFirst().dimensions()];
        for (var vector : vectors) {
            var values = vector.toArray();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[i];
            }
        }
        double squares = 0;
        for (double value : sum) {
            squares += value * value;
        }
        var length = Math.sqrt(squares);
        var mean = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = (float) (sum[i] / length);
        }
        return length > 0 ? Embedding.of(mean) : vectors.getFirst();
    }
}
