package io.memlog.cli.deadletters;

import static io.memlog.cli.terminal.Field.at;
import static io.memlog.cli.terminal.Field.time;
import static io.memlog.cli.terminal.Table.Column.left;
import static io.memlog.cli.terminal.Table.Column.right;
import static io.memlog.cli.terminal.Table.Column.text;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.terminal.KeyValueView;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Table;
import io.memlog.cli.terminal.TerminalSanitizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `memlog dead-letters show`.
@Command(
        name = "show",
        description = "Shows one dead letter: its payload, why it failed, and its history.",
        footer = {
            "  memlog dead-letters show 5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f",
            "  memlog dead-letters show 5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f --stack",
            "  memlog dead-letters show 5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f -o json | jq .payload.json"
        })
final class ShowCommand extends ApiCommand {

    private static final Table HISTORY = Table.of(
            left("at", time("at")),
            left("what", at("what")),
            right("replay", at("replay")),
            left("job", at("job")),
            text("why", entry -> at("reason").of(entry) + " " + at("message").of(entry)));

    private static final Table HEADERS = Table.of(left("header", at("name")), text("value", ShowCommand::header));

    @Parameters(paramLabel = "ID", description = "the id of the dead letter")
    private String id = "";

    @Option(names = "--stack", description = "with the whole stack trace")
    private boolean stack;

    @Option(names = "--headers", description = "with the headers of the message")
    private boolean headers;

    @Override
    public Integer call() {
        return show(client().get(RequestPath.of("/dead-letters", id)), this::view);
    }

    private void view(JsonNode deadLetter) {
        print(context().styled(Style.BOLD, "Dead letter " + at("id", "?").of(deadLetter)));
        summary(deadLetter);
        print("");
        HISTORY.print(context(), deadLetter.path("history"));
        if (headers) {
            print("");
            HEADERS.print(context(), deadLetter.path("headers"));
        }
        if (stack) {
            section("Stack", at("cause/stack", "(none)").of(deadLetter));
        }
        var payload = deadLetter.path("payload");
        var size = payload.path("truncated").asBoolean(false) ? " bytes of a larger message)" : " bytes)";
        section("Payload (" + at("bytes", "?").of(payload) + size, payloadText(payload));
    }

    private void summary(JsonNode deadLetter) {
        new KeyValueView(deadLetter)
                .add("state", at("state"))
                .add("projection", at("consumer"))
                .add("reason", at("reason"))
                .add(
                        "cause",
                        _ -> at("cause/exception").of(deadLetter) + ": "
                                + at("cause/message").of(deadLetter))
                .add("group", at("group"))
                .add("memory", at("memory_id"))
                .add("version", at("version"))
                .add("user", at("user_id"))
                .add("project", at("project_id"))
                .add("type", at("type"))
                .add(
                        "original",
                        _ -> "%s, partition %s, offset %s"
                                .formatted(
                                        at("original/topic", "?").of(deadLetter),
                                        at("original/partition", "?").of(deadLetter),
                                        at("original/offset", "?").of(deadLetter)))
                .add("attempts", at("attempts"))
                .add(
                        "replays",
                        _ -> at("replays", "0").of(deadLetter) + ", "
                                + at("failed_replays", "0").of(deadLetter) + " failed")
                .add("retry class", at("retry_class"))
                .add("next retry", time("next_retry_at"))
                .add("first seen", time("first_seen"))
                .add("last seen", time("last_seen"))
                .print(context());
    }

    private void section(String title, String text) {
        print("");
        print(context().styled(Style.BOLD, title));
        print(TerminalSanitizer.lines(text));
    }

    private static String header(JsonNode header) {
        var encoding = at("encoding").of(header);
        return at("value").of(header) + (encoding.isEmpty() ? "" : " (" + encoding + ")");
    }

    private static String payloadText(JsonNode payload) {
        var json = payload.path("json");
        return json.isNull() || json.isMissingNode()
                ? payload.path("text").asString(at("base64", "(empty)").of(payload))
                : json.toPrettyString();
    }
}
