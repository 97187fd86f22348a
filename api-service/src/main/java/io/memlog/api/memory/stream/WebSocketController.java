package io.memlog.api.memory.stream;

import io.memlog.api.http.FairLimit;
import io.memlog.api.http.FieldError;
import io.memlog.api.http.ProblemException;
import io.memlog.api.memory.stream.LiveChanges.Client;
import io.memlog.eventstore.Checkpoint;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `GET /ws`: the same changes as messages of a WebSocket. The request is one like any other until it is upgraded, so
/// that the rules about callers, hosts and origins hold.
@RestController
final class WebSocketController {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketController.class);
    private static final int MAX_MESSAGE_BYTES = 1024;

    /// From the answer 101 until the WebSocket is open. It never opens for a client that is gone by then.
    private static final Duration MAX_OPENING = Duration.ofSeconds(10);

    private final LiveChanges changes;

    WebSocketController(LiveChanges changes) {
        this.changes = changes;
    }

    @GetMapping("/ws")
    void upgrade(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            throw ProblemException.invalid(
                    FieldError.inHeader(HttpHeaders.UPGRADE, "must be websocket; GET /stream needs no upgrade"));
        }
        var wanted = StreamRequest.of(request);
        var claim = changes.claim();
        var upgraded = false;
        try {
            var endpoint = new ChangesEndpoint(changes, wanted, changes.begin(wanted), claim);
            var config = ServerEndpointConfig.Builder.create(ChangesEndpoint.class, "/ws")
                    .configurator(new ServerEndpointConfig.Configurator() {
                        @Override
                        public <T> T getEndpointInstance(Class<T> type) {
                            return type.cast(endpoint);
                        }

                        // The filter for all requests has checked it.
                        @Override
                        public boolean checkOrigin(@Nullable String origin) {
                            return true;
                        }
                    })
                    .build();
            container(request).upgradeHttpToWebSocket(request, response, config, Map.of());
            upgraded = response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS;
            CompletableFuture.delayedExecutor(MAX_OPENING.toSeconds(), TimeUnit.SECONDS)
                    .execute(endpoint::closeUnlessOpen);
        } catch (DeploymentException e) {
            throw new ServletException(e);
        } finally {
            if (!upgraded) {
                claim.close();
            }
        }
    }

    private static ServerContainer container(HttpServletRequest request) {
        return (ServerContainer) request.getServletContext().getAttribute(ServerContainer.class.getName());
    }

    private static final class ChangesEndpoint extends Endpoint {

        private final LiveChanges changes;
        private final StreamRequest wanted;
        private final Checkpoint begin;
        private final FairLimit.Claim claim;
        private final AtomicBoolean decided = new AtomicBoolean();
        private @Nullable Thread thread;

        private ChangesEndpoint(LiveChanges changes, StreamRequest wanted, Checkpoint begin, FairLimit.Claim claim) {
            this.changes = changes;
            this.wanted = wanted;
            this.begin = begin;
            this.claim = claim;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            if (!decided.compareAndSet(false, true)) {
                close(session);
                return;
            }
            session.setMaxTextMessageBufferSize(MAX_MESSAGE_BYTES);
            session.setMaxBinaryMessageBufferSize(MAX_MESSAGE_BYTES);
            session.setMaxIdleTimeout(0);
            thread = Thread.ofVirtual().name("stream").start(() -> follow(session));
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            if (thread != null) {
                thread.interrupt();
            }
        }

        @Override
        public void onError(Session session, Throwable failure) {
            if (thread != null) {
                thread.interrupt();
            }
        }

        private void closeUnlessOpen() {
            if (decided.compareAndSet(false, true)) {
                claim.close();
            }
        }

        private static void close(Session session) {
            try {
                session.close();
            } catch (IOException e) {
                LOG.debug("A WebSocket that opened too late was closed", e);
            }
        }

        private void follow(Session session) {
            try (claim;
                    session) {
                changes.follow(wanted, begin, new Messages(session));
            } catch (IOException | RuntimeException e) {
                LOG.debug("A WebSocket ended", e);
            }
        }
    }

    private record Messages(Session session) implements Client {

        @Override
        public void send(List<Change> sent) throws IOException {
            for (var change : sent) {
                session.getBasicRemote().sendText(change.asMessage());
            }
        }

        @Override
        public void heartbeat(Checkpoint reached) throws IOException {
            session.getBasicRemote().sendText("{\"id\":\"" + reached.text() + "\"}");
        }
    }
}
