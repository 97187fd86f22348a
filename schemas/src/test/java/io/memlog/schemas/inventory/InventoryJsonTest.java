package io.memlog.schemas.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;

class InventoryJsonTest {

    @Test
    void a_query_is_written_and_read_as_json() {
        var query = new InventoryQuery("anna", "blue", 12, null);

        var json = Json.mapper().writeValueAsString(query);

        assertThat(json).isEqualTo("""
                {"user_id":"anna","project_id":"blue","above":12,"up_to":null}\
                """);
        assertThat(Json.mapper().readValue(json, InventoryQuery.class)).isEqualTo(query);
    }

    @Test
    void a_page_is_written_and_read_as_json() {
        var page = new InventoryPage(
                List.of(
                        new InventoryEntry(new MemoryId(13), 2, EntryState.STORED),
                        new InventoryEntry(new MemoryId(14), 3, EntryState.DELETED),
                        new InventoryEntry(new MemoryId(15), 0, EntryState.DAMAGED)),
                false);

        var json = Json.mapper().writeValueAsString(page);

        assertThat(json).isEqualTo("""
                {"entries":[{"memory_log_id":13,"version":2,"state":"stored"},\
                {"memory_log_id":14,"version":3,"state":"deleted"},\
                {"memory_log_id":15,"version":0,"state":"damaged"}],"complete":false}\
                """);
        assertThat(Json.mapper().readValue(json, InventoryPage.class)).isEqualTo(page);
    }

    @Test
    void a_page_of_tenants_has_the_cursor_of_the_next_page() {
        var tenants = new InventoryTenants(List.of(new Tenant("anna", "blue")), "there");

        var json = Json.mapper().writeValueAsString(tenants);

        assertThat(json).isEqualTo("""
                {"tenants":[{"user_id":"anna","project_id":"blue"}],"next":"there"}\
                """);
        assertThat(Json.mapper().readValue(json, InventoryTenants.class)).isEqualTo(tenants);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"project_id":"p","above":0}
            {"user_id":" ","project_id":"p","above":0}
            {"user_id":"u","project_id":"","above":0}
            {"user_id":"u","project_id":"p","above":-1}
            {"user_id":"u","project_id":"p","above":5,"up_to":5}
            """)
    void a_query_without_a_tenant_or_with_an_empty_range_is_rejected(String json) {
        assertThatThrownBy(() -> Json.mapper().readValue(json, InventoryQuery.class))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void a_query_covers_the_ids_after_above_up_to_its_end() {
        var query = new InventoryQuery("anna", "blue", 12, 14L);

        assertThat(List.of(12L, 13L, 14L, 15L)).filteredOn(query::covers).containsExactly(13L, 14L);
    }
}
