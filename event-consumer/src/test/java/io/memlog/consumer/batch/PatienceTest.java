package io.memlog.consumer.batch;

import static io.memlog.consumer.Messages.ANN;
import static io.memlog.consumer.Messages.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import io.memlog.schemas.memory.Tenant;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final Tenant CYD = new Tenant("cyd", "water");

    private final IndexUnavailableException away = new IndexUnavailableException("no", null);
    private final ManualTime time = new ManualTime();
    private final Tenants tenants = new Tenants(time);
    private final Patience patience = new Patience(
            new OutageProperties(
                    Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(15)),
            tenants,
            time);

    @Test
    void it_is_short_when_others_are_served() throws WoundUpException {
        var since = patience.start();
        tenants.wrote(ANN);

        time.pause(Duration.ofSeconds(29));
        assertThat(patience.isSpent(since, Set.of(BOB), away)).isFalse();
        time.pause(Duration.ofSeconds(1));
        assertThat(patience.isSpent(since, Set.of(BOB), away)).isTrue();
    }

    @Test
    void it_is_long_when_nobody_is() throws WoundUpException {
        tenants.wrote(ANN);
        time.pause(Duration.ofSeconds(1));
        var since = patience.start();

        time.pause(Duration.ofMinutes(14));
        assertThat(patience.isSpent(since, Set.of(BOB, CYD), away)).isFalse();
        time.pause(Duration.ofMinutes(1));
        assertThat(patience.isSpent(since, Set.of(BOB, CYD), away)).isTrue();
    }

    @Test
    void for_one_tenant_it_is_short_when_others_were_served_not_long_ago() throws WoundUpException {
        tenants.wrote(ANN);
        time.pause(Duration.ofSeconds(1));
        var since = patience.start();

        time.pause(Duration.ofSeconds(30));

        assertThat(patience.isSpent(since, Set.of(BOB), away)).isTrue();
    }

    @Test
    void of_a_provider_a_write_of_not_long_ago_says_nothing() throws WoundUpException {
        var provider = new IndexUnavailableException(PauseCause.PROVIDER, "no", null, null);
        tenants.wrote(ANN);
        time.pause(Duration.ofSeconds(1));
        var since = patience.start();

        time.pause(Duration.ofMinutes(14));

        assertThat(patience.isSpent(since, Set.of(BOB), provider)).isFalse();
    }

    @Test
    void for_one_tenant_it_is_long_when_another_came_into_trouble_since_then() throws WoundUpException {
        tenants.wrote(ANN);
        time.pause(Duration.ofSeconds(1));
        tenants.troubled(CYD);
        var since = patience.start();

        time.pause(Duration.ofMinutes(14));

        assertThat(patience.isSpent(since, Set.of(BOB), away)).isFalse();
    }

    @Test
    void a_write_of_its_own_proves_nothing_for_a_tenant() throws WoundUpException {
        var since = patience.start();
        tenants.wrote(BOB);

        time.pause(Duration.ofMinutes(1));

        assertThat(patience.isSpent(since, Set.of(BOB), away)).isFalse();
    }

    @Test
    void it_is_spent_at_once_for_a_tenant_known_to_be_in_trouble_while_others_are_served() {
        tenants.troubled(BOB);
        tenants.wrote(ANN);

        assertThat(patience.isSpent(patience.start(), Set.of(BOB), away)).isTrue();
    }

    @Test
    void a_tenant_known_to_be_in_trouble_is_not_to_blame_when_nobody_has_been_served_for_long()
            throws WoundUpException {
        tenants.troubled(BOB);
        tenants.wrote(ANN);

        time.pause(Duration.ofMinutes(16));

        assertThat(patience.isSpent(patience.start(), Set.of(BOB), away)).isFalse();
    }

    @Test
    void a_write_ends_the_trouble() {
        tenants.troubled(BOB);

        tenants.wrote(BOB);

        assertThat(tenants.isTroubled(BOB)).isFalse();
    }
}
