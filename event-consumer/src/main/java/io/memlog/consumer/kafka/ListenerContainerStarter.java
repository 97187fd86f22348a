package io.memlog.consumer.kafka;

import io.memlog.schemas.retry.StopSignal;
import java.time.Duration;
import java.util.function.Consumer;
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

    private final Supplier<? extends MessageListenerContainer> container;
    private final Consumer<? super RuntimeException> onFailure;
    private StopSignal stop = new StopSignal();
    private volatile boolean running;

    /// @param container is asked for after the start of the application
    /// @param onFailure is called after each attempt to start that has failed
    public ListenerContainerStarter(
            Supplier<? extends MessageListenerContainer> container, Consumer<? super RuntimeException> onFailure) {
        this.container = container;
        this.onFailure = onFailure;
    }

    /// @return false while the name of Kafka cannot be resolved
    /// @throws RuntimeException when the container cannot start for another reason; it is stopped then
    static boolean start(MessageListenerContainer container, Consumer<? super KafkaException> onUnresolved) {
        try {
            container.start();
            return true;
        } catch (RuntimeException e) {
            container.stop();
            if (e instanceof KafkaException kafka
                    && kafka.getCause() instanceof ConfigException cause
                    && String.valueOf(cause.getMessage()).startsWith(UNRESOLVED)) {
                onUnresolved.accept(cause);
                return false;
            }
            throw e;
        }
    }

    @Override
    public void start() {
        var listener = container.get();
        var signal = new StopSignal();
        stop = signal;
        running = true;
        var isStarted = start(listener, failure -> {
            LOG.warn("{} waits for Kafka: {}", listener.getListenerId(), failure.getMessage());
            onFailure.accept(failure);
        });
        if (!isStarted) {
            Thread.ofVirtual().name(listener.getListenerId() + "-start").start(() -> startLater(listener, signal));
        }
    }

    private void startLater(MessageListenerContainer listener, StopSignal signal) {
        try {
            while (!signal.pause(RETRY_INTERVAL)) {
                if (startsNow(listener)) {
                    if (signal.requested()) {
                        listener.stop();
                    }
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean startsNow(MessageListenerContainer listener) {
        try {
            return start(listener, onFailure);
        } catch (RuntimeException e) {
            LOG.error("{} cannot be started and is tried again", listener.getListenerId(), e);
            onFailure.accept(e);
            return false;
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
