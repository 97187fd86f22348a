package io.memlog.schemas.json;

import java.io.Serial;
import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.deser.jackson.JsonNodeDeserializer;
import tools.jackson.databind.deser.jdk.NumberDeserializers;

/// A number that is written as it was read: `1e2` and not `1E+2`, `-0.0` and not `0.0`. Its value is that of any other
/// decimal.
final class WrittenDecimal extends BigDecimal {

    @Serial
    private static final long serialVersionUID = 1;

    private final String text;

    private WrittenDecimal(BigDecimal value, String text) {
        super(value.unscaledValue(), value.scale());
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }

    /// Reads trees whose numbers are written as they were read.
    static final class TreeDeserializer extends JsonNodeDeserializer {

        @Override
        public JsonNode deserialize(JsonParser parser, DeserializationContext context) {
            return super.deserialize(new Parser(parser), context);
        }
    }

    static final class DecimalDeserializer extends NumberDeserializers.BigDecimalDeserializer {

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
            return super.deserialize(new Parser(parser), context);
        }
    }

    /// `-0` passes for a decimal, since no integer has its sign.
    private static final class Parser extends JsonParserDelegate {

        private static final String NEGATIVE_ZERO = "-0";

        /// Formatting a longer one is slow.
        private static final int MAX_FORMATTED = 100;

        /// Of smaller decimals, [BigDecimal#toString] writes the exponent.
        private static final int MIN_PLAIN = -5;

        Parser(JsonParser parser) {
            super(parser);
        }

        @Override
        public BigDecimal getDecimalValue() {
            var value = super.getDecimalValue();
            var text = getString();
            return value instanceof WrittenDecimal || isWritten(value, text) ? value : new WrittenDecimal(value, text);
        }

        /// Whether the decimal is written like this anyway: without an exponent, and with the sign of its value.
        private static boolean isWritten(BigDecimal value, String text) {
            return text.length() <= MAX_FORMATTED
                    && value.precision() - value.scale() >= MIN_PLAIN
                    && text.indexOf('e') < 0
                    && text.indexOf('E') < 0
                    && (value.signum() != 0 || text.charAt(0) != '-');
        }

        @Override
        public JsonToken nextToken() {
            super.nextToken();
            return currentToken();
        }

        @Override
        public JsonToken currentToken() {
            var token = super.currentToken();
            return token == JsonToken.VALUE_NUMBER_INT && getString().equals(NEGATIVE_ZERO)
                    ? JsonToken.VALUE_NUMBER_FLOAT
                    : token;
        }

        @Override
        public int currentTokenId() {
            var token = currentToken();
            return token == null ? super.currentTokenId() : token.id();
        }
    }
}
