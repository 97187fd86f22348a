package io.memlog.standalone;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running components, in the order of their start. They are stopped once, in reverse order; a stop waits
/// for the component that is starting.
final class Components implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Components.class);

    private final Console console;
    private final Deque<Component> running = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean closed;

    Components(Console console) {
        this.console = console;
    }

    /// Starts a component and prints its progress.
    ///
    /// @param address describes where the started component listens
    /// @throws CancellationException when the components are closed
    <T extends AutoCloseable> T start(String name, Supplier<T> starter, Function<T, String> address) {
        lock.lock();
        try {
            if (closed) {
                throw new CancellationException("stopped before " + name + " was started");
            }
            console.starting(name);
            var begin = System.nanoTime();
            var component = starter.get();
            running.push(new Component(name, component));
            console.started(name, Duration.ofNanos(System.nanoTime() - begin), address.apply(component));
            return component;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /// Prevents further starts, and waits for the component that is starting.
    ///
    /// @return false when the timeout elapsed
    boolean awaitStarting(Duration timeout) throws InterruptedException {
        closed = true;
        if (!lock.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        lock.unlock();
        return true;
    }

    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            while (!running.isEmpty()) {
                stop(running.pop());
            }
        } finally {
            lock.unlock();
        }
    }

    private static void stop(Component component) {
        try {
            component.handle().close();
            LOG.info("{} stopped", component.name());
        } catch (Exception e) {
            LOG.error("{} did not stop cleanly", component.name(), e);
        }
    }

    private record Component(String name, AutoCloseable handle) {}
}
