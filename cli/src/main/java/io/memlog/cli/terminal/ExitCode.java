package io.memlog.cli.terminal;

import java.util.Map;
import picocli.CommandLine.Model.UsageMessageSpec;

/// How a command ends, for scripts to rely on.
public final class ExitCode {

    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int NOT_FOUND = 3;
    public static final int REFUSED = 4;
    public static final int UNREACHABLE = 5;
    public static final int PARTIAL = 6;

    private ExitCode() {}

    /// Every code and its meaning, in order.
    public static Map<String, String> meanings() {
        return UsageMessageSpec.keyValuesMap(
                "0:done",
                "1:unexpected error",
                "2:wrong command line",
                "3:not found",
                "4:refused by Memlog",
                "5:Memlog, or a store that it needs, is unavailable",
                "6:done in part: some lines or dead letters failed");
    }
}
