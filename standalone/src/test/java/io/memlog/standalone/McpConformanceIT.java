package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.server.McpStatelessSyncServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official conformance suite against Memlog: as it is, and with what the suite calls by name, which shows that the
/// rest of the scenarios fail for its lack only. `src/test/conformance` lists those that do not apply, with the
/// reasons.
class McpConformanceIT {

    @TempDir
    Path data;

    @Test
    void every_scenario_that_applies_to_a_product_passes_and_the_others_do_with_test_features() throws Exception {
        var suite = ConformanceSuite.install();
        try (var system = WholeSystem.start(data)) {
            var url = system.url() + "/mcp/conformance/p";

            var product = suite.run(url, "active", "product.yml");
            new ConformanceFeatures(system.applications().getFirst().context().getBean(McpStatelessSyncServer.class))
                    .add();
            var extended = suite.run(url, "active", "with-test-features.yml");
            var pending = suite.run(url, "pending", "pending.yml");

            assertThat(product.status()).as(product.output()).isZero();
            assertThat(product.output()).contains("server-initialize", "dns-rebinding-protection");
            assertThat(extended.status()).as(extended.output()).isZero();
            assertThat(pending.status()).as(pending.output()).isZero();
        }
    }
}
