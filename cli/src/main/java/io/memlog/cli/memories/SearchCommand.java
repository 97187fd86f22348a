package io.memlog.cli.memories;

import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.schemas.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/// `memlog search`.
@Command(
        name = "search",
        description = "Finds memory logs by what they mean, by their words and by what they are related to.",
        footer = {
            "Examples:",
            "  memlog search --user ada --project shop users could not authenticate",
            "  memlog search --user ada --project shop --mode text --tag auth --from 2025-11-01 token",
            "  memlog search --user ada --project shop --limit 50 -o json token | jq '.[].memory_log_id'"
        })
public final class SearchCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(arity = "1..*", paramLabel = "WORD", description = "what to look for, one word or many")
    private List<String> words = new ArrayList<>();

    @Mixin
    private final TenantOptions tenant = new TenantOptions();

    @Option(
            names = {"-n", "--limit"},
            order = 3,
            paramLabel = "N",
            description = "how many at most, from 1 to 100 (10)")
    private @Nullable Integer limit;

    @Option(
            names = {"-m", "--mode"},
            order = 4,
            paramLabel = "MODE",
            description = "hybrid (the default), vector, text or graph")
    private @Nullable String mode;

    @Option(names = "--min-similarity", paramLabel = "S", description = "drops what is less similar, from 0 to 1")
    private @Nullable BigDecimal minSimilarity;

    @Option(
            names = "--wait-for",
            order = 6,
            paramLabel = "ID",
            split = ",",
            description = "waits until these memory logs are searchable, at most 10 s")
    private List<Long> waitFor = new ArrayList<>();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    public SearchCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var answer = server.server().post(Query.of("/memory-logs/search"), request());
        var view = new HitsView(around);
        if (output.isJson()) {
            around.print(answer.text());
        } else {
            view.show(answer.json());
        }
        view.explain(answer);
        return ExitCode.DONE;
    }

    private ObjectNode request() {
        var request = Json.mapper()
                .createObjectNode()
                .put("query", String.join(" ", words))
                .put("user_id", tenant.user())
                .put("project_id", tenant.project());
        if (limit != null) {
            request.put("limit", limit);
        }
        if (mode != null) {
            request.put("mode", mode);
        }
        if (minSimilarity != null) {
            request.put("min_similarity", minSimilarity);
        }
        waitFor.forEach(request.withArrayProperty("wait_for")::add);
        filters(request.putObject("filters"));
        return request;
    }

    private void filters(ObjectNode filters) {
        filters.put("agent", filter.agent())
                .put("conversation_id", filter.conversation())
                .put("from", filter.from())
                .put("to", filter.to());
        filter.tags().forEach(filters.withArrayProperty("tags")::add);
    }
}
