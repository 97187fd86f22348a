package io.memlog.api;

import io.memlog.schemas.json.Json;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A response of the service.
public record Answer(int status, HttpHeaders headers, String body) {

    public JsonNode json() {
        return Json.mapper().readTree(body);
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    public long id() {
        return json().get("id").longValue();
    }

    /// The invalid places that the problem document names.
    public List<String> errorLocations() {
        List<String> places = new ArrayList<>();
        json().path("errors").forEach(error -> {
            for (var kind : List.of("pointer", "parameter", "header")) {
                if (error.has(kind)) {
                    places.add(error.get(kind).stringValue());
                }
            }
        });
        return places;
    }
}
