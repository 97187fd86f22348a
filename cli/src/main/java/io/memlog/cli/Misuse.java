package io.memlog.cli;

import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says what is wrong with a command line, and where to read on.
record Misuse(Surroundings around) implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        return explain(wrong, wrong.getCommandLine());
    }

    int explain(Exception wrong, CommandLine command) {
        around.say(around.styled(Style.BAD, String.valueOf(wrong.getMessage())));
        if (wrong instanceof ParameterException parameter) {
            UnmatchedArgumentException.printSuggestions(parameter, command.getErr());
        }
        around.say(command.getCommandSpec().qualifiedName() + " --help shows what is possible.");
        return ExitCode.MISUSED;
    }
}
