package io.memlog.embedding.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.embedding.model.ModelFixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares the estimate with a real tokenizer, of a model with a small vocabulary.
class HeuristicTokenCounterIT {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The lease expired before the batch was acknowledged, so messages were sent twice. We made the relay renew it while it publishes, and added a test that kills the relay between send and delete.",
                "Überprüfe, ob die Verbindungsaufbauzeitüberschreitung der Datenbankverbindung konfigurierbar ist.",
                "private static IndexUnavailableException unavailable(RestClientResponseException e) { return new Foo(e.getStatusCode().value(), 42); }",
                "/srv/app/src/main/java/io/example/embedding/provider/TokenEstimateIT.java:137 ERR_CONNECTION_RESET",
                "commit 9fceb02d0ae598e95dc970b74767f19372d61af8 touches 3f786850e387550fdab836ed7e6dc881de23001b",
                "消费者组在批处理进行中重新平衡，消息被发送了两次。",
                "Потребитель перебалансируется, пока пакет в пути."
            })
    void the_estimate_is_between_the_real_count_and_twice_as_much(String text) {
        var real = ModelFixture.tokens().count(text);

        assertThat(new HeuristicTokenCounter().count(text)).isBetween(real, 2 * real);
    }
}
