package io.memlog.eventstore.decoding;

import io.memlog.schemas.json.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An event whose data has changed twice since the first was written.
record TeaBrewed(String kind, int celsius, int seconds) {

    static final EventType<TeaBrewed> TYPE = new EventType<>(
            "tea.brewed",
            Map.of(1, TeaBrewed::withTheTemperatureAsANumber, 2, TeaBrewed::withLeavesAndSeconds),
            TeaBrewed::read);

    private static JsonNode withTheTemperatureAsANumber(JsonNode v1) {
        var v2 = (ObjectNode) v1.deepCopy();
        var celsius = v2.remove("temp").stringValue().replace(" C", "");
        return v2.put("celsius", Integer.parseInt(celsius));
    }

    private static JsonNode withLeavesAndSeconds(JsonNode v2) {
        var v3 = Json.mapper().createObjectNode();
        v3.putObject("leaves").put("kind", v2.get("tea").stringValue()).putNull("origin");
        v3.put("celsius", v2.get("celsius").intValue());
        return v3.put("seconds", 60 * v2.get("minutes").intValue());
    }

    private static TeaBrewed read(JsonNode v3) {
        return new TeaBrewed(
                v3.at("/leaves/kind").stringValue(),
                v3.get("celsius").intValue(),
                v3.get("seconds").intValue());
    }
}
