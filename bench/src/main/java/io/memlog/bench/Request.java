package io.memlog.bench;

import java.io.IOException;

/// A request of a load.
@FunctionalInterface
interface Request {

    /// @param index which repetition of the load it is
    void send(HttpConnection connection, long index) throws IOException;
}
