package io.memlog.cli;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.ApiException;
import io.memlog.cli.client.ApiResponse;
import io.memlog.cli.terminal.CommandContext;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.TerminalSanitizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says why a command failed, and turns it into an exit code.
record ErrorHandler(CommandContext context) implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private static final int UNAUTHORIZED = 401;

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        context.info(context.styled(Style.BAD, String.valueOf(wrong.getMessage())));
        UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        context.info(command.getCommandSpec().qualifiedName() + " --help shows the options.");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return switch (failure) {
            case ApiException error
            when error.response().isPresent() ->
                describe(error, error.response().get(), command);
            case ApiException error -> describe(error, error.exitCode());
            case IOException io -> describe(io, ExitCode.FAILED);
            case UncheckedIOException io -> describe(io, ExitCode.FAILED);
            default -> {
                failure.printStackTrace(context.err());
                yield ExitCode.FAILED;
            }
        };
    }

    private int describe(Exception failure, int exitCode) {
        context.error(String.valueOf(failure.getMessage()));
        return exitCode;
    }

    /// Shows a problem document: its title and detail, each wrong field, and what to do.
    private int describe(ApiException error, ApiResponse response, CommandLine command) {
        var problem = response.problem();
        if (command.getCommand() instanceof ApiCommand api && api.isJson() && problem.isObject()) {
            context.printJson(response.text());
        }
        var title = problem.path("title").asString("Memlog responded with " + response.status());
        context.error(title + " (" + response.status() + ")");
        var detail = problem.path("detail").asString("");
        if (!detail.isEmpty()) {
            context.info("  " + TerminalSanitizer.line(detail));
        }
        for (var each : problem.path("errors")) {
            var reason = each.path("detail").asString("");
            context.info("  - " + TerminalSanitizer.line(ApiException.fieldOf(each) + ": " + reason));
        }
        if (error.isOutage()) {
            var delay = response.retryAfter().map(time -> "in " + time.toSeconds() + " s");
            context.info("Try again " + delay.orElse("later") + "; memlog status shows what is unavailable.");
        } else if (response.status() == UNAUTHORIZED) {
            context.info("Give an API key by --key or MEMLOG_KEY; memlog keys create makes one.");
        } else if (!problem.isObject()) {
            context.info("The response is not from Memlog; check --url (or MEMLOG_URL).");
        }
        return error.exitCode();
    }
}
