package io.memlog.embedding.search;

import io.memlog.embedding.model.Embedder;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.schemas.json.Json;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class SearchConfiguration {

    /// HTTP speaks the JSON of the contract, no other.
    @Bean
    JsonMapper jsonMapper() {
        return Json.mapper();
    }

    @Bean
    VectorSearch vectorSearch(Embedder embedder, VectorIndex vectors) {
        return new VectorSearch(embedder, vectors);
    }
}
