package io.memlog.cli.terminal;

import java.util.LinkedHashMap;
import java.util.Map;

/// How a command ended, for scripts to rely on.
public final class ExitCode {

    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int MISUSED = 2;
    public static final int NOT_FOUND = 3;
    public static final int REFUSED = 4;
    public static final int UNREACHABLE = 5;
    public static final int DONE_IN_PART = 6;

    private ExitCode() {}

    /// Every code and its meaning, in order.
    public static Map<String, String> meanings() {
        var meanings = new LinkedHashMap<String, String>();
        meanings.put("0", "done");
        meanings.put("1", "something unexpected happened");
        meanings.put("2", "the command line is wrong");
        meanings.put("3", "there is no such thing");
        meanings.put("4", "Memlog refused it");
        meanings.put("5", "Memlog, or a store that it needs, cannot be reached");
        meanings.put("6", "done in part: some lines or dead letters failed");
        return meanings;
    }
}
