package io.memlog.cli;

import io.memlog.cli.server.RefusedException;
import io.memlog.cli.server.UnexpectedAnswerException;
import io.memlog.cli.server.UnreachableException;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.MisuseException;
import io.memlog.cli.terminal.Plain;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Says why a command failed, and turns it into an exit code.
record Failures(Surroundings around) implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return switch (failure) {
            case MisuseException misuse -> new Misuse(around).explain(misuse, command);
            case RefusedException refused -> refused(refused, parsed);
            case UnreachableException unreachable -> failed(unreachable, ExitCode.UNREACHABLE);
            case UnexpectedAnswerException unexpected -> failed(unexpected, ExitCode.FAILED);
            case IOException io -> failed(io, ExitCode.FAILED);
            case UncheckedIOException io -> failed(io, ExitCode.FAILED);
            default -> {
                failure.printStackTrace(around.err());
                yield ExitCode.FAILED;
            }
        };
    }

    private int failed(Exception failure, int exitCode) {
        around.say(around.styled(Style.BAD, Plain.line(String.valueOf(failure.getMessage()))));
        return exitCode;
    }

    private int refused(RefusedException refused, ParseResult parsed) {
        var problem = refused.problem();
        if (asksForJson(parsed) && problem.isObject()) {
            around.print(refused.answer().text());
        }
        new ProblemText(around).show(refused);
        return refused.exitCode();
    }

    private static boolean asksForJson(ParseResult parsed) {
        var last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        var output = last.matchedOption("--output");
        return output != null && "json".equalsIgnoreCase(String.valueOf(output.<Object>getValue()));
    }
}
