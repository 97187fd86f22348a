package io.memlog.cli;

import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// Runs commands against a fake Memlog.
abstract class CommandTest {

    final FakeMemlog memlog = new FakeMemlog();

    @AfterEach
    final void stop() {
        memlog.close();
    }

    /// @param command the words of a command
    /// @param more arguments that may contain spaces
    final Run.Ended run(String command, String... more) {
        return with().run(command, more);
    }

    final Run with() {
        return new Run(memlog);
    }

    /// The requests that were made: method and URI.
    final List<String> calls() {
        return memlog.requests().stream().map(FakeMemlog.Request::call).toList();
    }

    final String firstBody() {
        return memlog.requests().getFirst().body();
    }
}
