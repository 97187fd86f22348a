package io.memlog.consumer.kafka;

import io.memlog.schemas.retry.StopSignal;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.MessageListenerContainer;

/// Starts a listener container that does not start by itself. Kafka's clients refuse to be created before the name of
/// Kafka can be resolved, as before its first start on Docker or Kubernetes; the application runs meanwhile, and the
/// container is started as soon as that is possible.
public final class ListenerContainerStarter implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerContainerStarter.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
    /// How Kafka's clients begin their refusal.
    private static final String UNRESOLVED = "No resolvable bootstrap urls";

    private final Supplier<? extends MessageListenerContainer> containers;
    private StopSignal stop = new StopSignal();
    private volatile boolean running;

    /// @param container is asked for after the start of the application
    public ListenerContainerStarter(Supplier<? extends MessageListenerContainer> container) {
        this.containers = container;
    }

    /// @return false while the name of Kafka cannot be resolved
    static boolean start(MessageListenerContainer container, boolean isFirstAttempt) {
        try {
            container.start();
            return true;
        } catch (KafkaException e) {
            if (!(e.getCause() instanceof ConfigException cause)
                    || !String.valueOf(cause.getMessage()).startsWith(UNRESOLVED)) {
                throw e;
            }
            container.stop();
            if (isFirstAttempt) {
                LOG.warn("{} waits for Kafka: {}", container.getListenerId(), cause.getMessage());
            }
            return false;
        }
    }

    @Override
    public void start() {
        var container = containers.get();
        var signal = new StopSignal();
        stop = signal;
        running = true;
        if (!start(container, true)) {
            Thread.ofVirtual().name(container.getListenerId() + "-start").start(() -> startLater(container, signal));
        }
    }

    private static void startLater(MessageListenerContainer container, StopSignal stop) {
        try {
            while (!stop.pause(RETRY_INTERVAL)) {
                if (start(container, false)) {
                    if (stop.requested()) {
                        container.stop();
                    }
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The container itself is stopped by Spring.
    @Override
    public void stop() {
        stop.request();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
