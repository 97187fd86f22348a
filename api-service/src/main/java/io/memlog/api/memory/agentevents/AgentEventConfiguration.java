package io.memlog.api.memory.agentevents;

import io.memlog.api.memory.GroupCommit;
import io.memlog.eventstore.Append;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.EventStore;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AgentEventConfiguration {

    @Bean
    GroupCommit<Append, AppendResult> agentEventCommit(EventStore events, MeterRegistry registry) {
        return new GroupCommit<>("events", events::appendAll, registry);
    }
}
