package io.memlog.api.memory.store;

import io.memlog.api.memory.GroupCommit;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    @Bean
    GroupCommit<NewMemoryLog, MemoryStorer.Result> memoryLogCommit(MemoryStorer storer, MeterRegistry registry) {
        return new GroupCommit<>("memory_logs", storer::store, registry);
    }
}
