package io.memlog.api.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/// Reads the rest of a body that the answer does not depend on, so that a client that still sends it gets the answer,
/// and closes the connection of one that takes longer than a moment, or has too much; one that sends nothing is closed
/// at `server.tomcat.connection-timeout`. Of a body that was too slow already nothing more is read.
final class UnreadBodyValve extends ValveBase {

    private static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long MAX_BYTES = 32L * 1024 * 1024;

    UnreadBodyValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (request.isAsync() || request.getCoyoteRequest().isFinished()) {
            return;
        }
        if (!response.isError()) {
            response.finishResponse();
        }
        if (response.getStatus() == HttpServletResponse.SC_REQUEST_TIMEOUT || !readRest(request)) {
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /// @return whether the body has ended
    private static boolean readRest(Request request) {
        var begin = System.nanoTime();
        var chunk = new Chunk();
        long read = 0;
        try {
            while (read < MAX_BYTES && System.nanoTime() - begin < LINGER_NANOS) {
                var bytes = request.getCoyoteRequest().doRead(chunk);
                if (bytes < 0) {
                    return true;
                }
                read += bytes;
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }

    /// What was read last.
    private static final class Chunk implements ApplicationBufferHandler {

        private ByteBuffer bytes = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            bytes = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) {}
    }
}
