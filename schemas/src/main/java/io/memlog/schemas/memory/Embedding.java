package io.memlog.schemas.memory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A vector that represents the meaning of a text. It is neither empty nor zero, and all values are finite.
public final class Embedding {

    private final float[] values;

    private Embedding(float[] values) {
        this.values = values;
    }

    /// Copies the values.
    ///
    /// @throws IllegalArgumentException for the output of a failing model: no values, only zeros, NaN or
    ///     infinity
    @JsonCreator
    public static Embedding of(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        if (!(squares > 0) || !Double.isFinite(squares)) {
            throw new IllegalArgumentException("an embedding of " + values.length + " values has no direction");
        }
        return new Embedding(values.clone());
    }

    /// A copy of the values.
    @JsonValue
    public float[] toArray() {
        return values.clone();
    }

    public int dimensions() {
        return values.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Embedding that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Embedding[" + values.length + "]";
    }
}
