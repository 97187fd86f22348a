package io.memlog.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Bounds the bytes of all bodies that are in memory; [JsonBody] bounds the size of one. A body takes its share as it
/// arrives, and gives it back when its request has ended.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class InFlightBodiesFilter extends OncePerRequestFilter {

    private final FairLimit bodies;
    private final long timeoutNanos;

    InFlightBodiesFilter(LimitProperties limits) {
        this.bodies = new FairLimit(
                "memlog.limits.max-bodies-in-flight", limits.maxBodiesInFlight().toBytes());
        this.timeoutNanos = limits.bodyTimeout().toNanos();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try (var claim = bodies.claim()) {
            chain.doFilter(new CountedRequest(request, claim), response);
        }
    }

    /// A request whose body is counted.
    private final class CountedRequest extends HttpServletRequestWrapper {

        private final long begin = System.nanoTime();
        private final FairLimit.Claim claim;

        CountedRequest(HttpServletRequest request, FairLimit.Claim claim) {
            super(request);
            this.claim = claim;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new CountedStream(super.getInputStream(), this);
        }

        private void take(int bytes) {
            if (bytes <= 0) {
                return;
            }
            claim.take(bytes);
            if (System.nanoTime() - begin > timeoutNanos) {
                throw new ProblemException(
                        ProblemType.BODY_TIMEOUT, "the body took longer to arrive than memlog.limits.body-timeout");
            }
        }
    }

    private static final class CountedStream extends ServletInputStream {

        private final ServletInputStream body;
        private final CountedRequest request;

        CountedStream(ServletInputStream body, CountedRequest request) {
            this.body = body;
            this.request = request;
        }

        @Override
        public int read() throws IOException {
            var read = body.read();
            request.take(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var read = body.read(bytes, offset, length);
            request.take(read);
            return read;
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
