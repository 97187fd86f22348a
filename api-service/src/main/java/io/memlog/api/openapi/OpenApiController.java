package io.memlog.api.openapi;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `GET /openapi`, the contract, and `GET /docs`, a page to try it.
@RestController
final class OpenApiController {

    @GetMapping("/openapi")
    ResponseEntity<Resource> contract() {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(new ClassPathResource("openapi/openapi.json"));
    }

    @GetMapping("/docs")
    ResponseEntity<Resource> page() {
        return ResponseEntity.ok().contentType(MediaType.TEXT_HTML).body(new ClassPathResource("openapi/docs.html"));
    }
}
