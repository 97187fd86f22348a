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

/// The parts that run, in the order of their start. They are stopped in the opposite order, once; a stop
/// waits for the part that is just starting, so that nothing is left behind.
final class Parts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Screen screen;
    private final Deque<Part> running = new ArrayDeque<>();
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private volatile boolean closed;

    Parts(Screen screen) {
        this.screen = screen;
    }

    /// Starts a part and says so on the screen.
    ///
    /// @param whereabouts where the started part listens
    /// @throws CancellationException when everything was stopped meanwhile
    <T extends AutoCloseable> T start(String name, Supplier<T> starter, Function<T, String> whereabouts) {
        oneAtATime.lock();
        try {
            if (closed) {
                throw new CancellationException("stopped before " + name + " was started");
            }
            screen.starting(name);
            var begin = System.nanoTime();
            var part = starter.get();
            running.push(new Part(name, part));
            screen.started(name, Duration.ofNanos(System.nanoTime() - begin), whereabouts.apply(part));
            return part;
        } finally {
            oneAtATime.unlock();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /// Starts nothing any more, and tells whether the part that is just starting is through within the time.
    boolean settle(Duration patience) throws InterruptedException {
        closed = true;
        if (!oneAtATime.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        oneAtATime.unlock();
        return true;
    }

    @Override
    public void close() {
        closed = true;
        oneAtATime.lock();
        try {
            while (!running.isEmpty()) {
                stop(running.pop());
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    private static void stop(Part part) {
        try {
            part.handle().close();
            LOG.info("{} stopped", part.name());
        } catch (Exception e) {
            LOG.error("{} did not stop in order", part.name(), e);
        }
    }

    private record Part(String name, AutoCloseable handle) {}
}
