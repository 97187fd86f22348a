package io.memlog.embedding.chroma;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.memory.Tenant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollectionNameTest {

    @Test
    void the_name_starts_with_user_and_project() {
        assertThat(CollectionSpec.nameOf(new Tenant("Ada@Example.org", "project 456")))
                .startsWith("memlog-ada-example-org-project-456-");
    }

    @Test
    void tenants_with_similar_ids_have_different_names() {
        var tenants = List.of(
                new Tenant("ada", "p"),
                new Tenant("Ada", "p"),
                new Tenant("ada ", "p"),
                new Tenant(" ada", "p"),
                new Tenant("ada", "P"),
                new Tenant("adap", "p"),
                new Tenant("ad", "ap"),
                new Tenant("ada-p", "x"),
                new Tenant("ada", "p-x"),
                new Tenant("a/b", "p"),
                new Tenant("a-b", "p"),
                new Tenant("a.b", "p"),
                new Tenant("caf\u00e9", "p"),
                new Tenant("cafe\u0301", "p"),
                new Tenant("\ufb01", "p"),
                new Tenant("fi", "p"),
                new Tenant("\uD83D\uDE00", "p"),
                new Tenant("\uD83D\uDE01", "p"),
                new Tenant("\u0130", "p"),
                new Tenant("i", "p"));

        assertThat(tenants.stream().map(CollectionSpec::nameOf)).doesNotHaveDuplicates();
    }

    @Test
    void every_tenant_has_a_valid_name() {
        for (var id : List.of("x", "..", "1.2.3.4", "-_-", "你好", "ß".repeat(256), "a".repeat(256), "\u0000")) {
            assertThat(CollectionSpec.nameOf(new Tenant(id, id)))
                    .matches("[a-z0-9]([a-z0-9._-]{1,510})[a-z0-9]")
                    .doesNotContain("..");
        }
    }
}
