package io.memlog.cli.memories;

import static io.memlog.cli.terminal.Field.at;
import static io.memlog.cli.terminal.Field.joined;
import static io.memlog.cli.terminal.Table.Column.left;
import static io.memlog.cli.terminal.Table.Column.right;
import static io.memlog.cli.terminal.Table.Column.text;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.ApiResponse;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Table;
import io.memlog.schemas.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `memlog search`.
@Command(
        name = "search",
        description = "Finds memory logs by meaning, words and relations.",
        footer = {
            "  memlog search --user ada --project shop users could not authenticate",
            "  memlog search --user ada --project shop --mode text --tag auth --from 2025-11-01 token",
            "  memlog search --user ada --project shop --limit 50 -o json token | jq '.[].memory_log_id'"
        })
public final class SearchCommand extends ApiCommand {

    private static final Table HITS = Table.of(
            right("id", at("memory_log_id", "?")),
            right("score", hit -> rounded(hit.path("score"))),
            right("similarity", hit -> rounded(hit.path("similarity"))).optional(),
            left("found by", joined("matched_by", " ")).optional(),
            text("task", at("metadata/task")),
            text("text", at("document")));

    @Parameters(arity = "1..*", paramLabel = "WORD", description = "what to search for, one word or many")
    private List<String> words = new ArrayList<>();

    @Mixin
    private final MemoryFilter filter = new MemoryFilter();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "how many at most, from 1 to 100 (10)")
    private @Nullable Integer limit;

    @Option(
            names = {"-m", "--mode"},
            paramLabel = "MODE",
            description = "hybrid (the default), vector, text or graph")
    private @Nullable String mode;

    @Option(names = "--min-similarity", paramLabel = "S", description = "the minimum similarity, from 0 to 1")
    private @Nullable BigDecimal minSimilarity;

    @Option(
            names = "--wait-for",
            paramLabel = "ID",
            split = ",",
            description = "waits until these memory logs are searchable, at most 10 s")
    private List<Long> waitFor = new ArrayList<>();

    @Override
    public Integer call() {
        var response = client().post(RequestPath.of("/memory-logs/search"), request());
        show(response, hits -> {
            if (hits.isEmpty()) {
                info("Nothing was found.");
            } else {
                HITS.print(context(), hits);
            }
        });
        warnOfGaps(response);
        return ExitCode.DONE;
    }

    private ObjectNode request() {
        var request = Json.mapper().createObjectNode().put("query", String.join(" ", words));
        request.setAll(filter.tenant());
        request.put("limit", limit).put("mode", mode).put("min_similarity", minSimilarity);
        request.removeNulls();
        waitFor.forEach(request.withArrayProperty("wait_for")::add);
        request.set("filters", filter.filters("tags"));
        return request;
    }

    /// Says, apart from the result, what it may lack.
    private void warnOfGaps(ApiResponse response) {
        response.header("memlog-degraded")
                .ifPresent(missing -> info(context()
                        .styled(
                                Style.WARNING,
                                (missing.startsWith("rerank")
                                                ? "The hits are not reranked: "
                                                : "The result is incomplete: ")
                                        + missing + " (memlog status shows more)")));
        response.header("memlog-pending")
                .filter(pending -> !pending.equals("0"))
                .ifPresent(pending ->
                        info(pending + " memory logs of this user and project are not in every projection yet."));
    }

    private static String rounded(JsonNode number) {
        return number.isNumber() ? String.format(Locale.ROOT, "%.3f", number.asDouble()) : "-";
    }
}
