package io.memlog.eventstore.servers;

import io.memlog.schemas.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/// Creates the topic of events, as the applications do.
public final class Topics {

    private Topics() {}

    public static void create(String bootstrapServers) {
        var events = new NewTopic(Topic.EVENTS.name(), Topic.EVENTS.partitions(), (short) 1);
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.createTopics(List.of(events.configs(Topic.EVENTS.config())))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
