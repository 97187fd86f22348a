package io.memlog.cli.jobs;

import io.memlog.cli.terminal.Details;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.cli.terminal.Times;
import tools.jackson.databind.JsonNode;

/// One job for people.
record JobView(Surroundings around) {

    void show(JsonNode job) {
        var progress = job.path("progress");
        around.print(around.styled(Style.BOLD, "Job " + job.path("id").asString("?")));
        var details = new Details(around)
                .add("kind", job.path("kind").asString(""))
                .add("state", job.path("state").asString(""))
                .add("asked for", job.path("request").toString())
                .add(
                        "done",
                        progress.path("done").asString("") + " of "
                                + progress.path("total").asString(""))
                .add("sent", progress.path("sent").asString(""))
                .add("skipped", progress.path("skipped").asString(""))
                .add("rate", rate(job))
                .add("created", Times.shown(job.path("created_at").asString("")))
                .add("started", Times.shown(job.path("started_at").asString("")))
                .add("finished", Times.shown(job.path("finished_at").asString("")))
                .add("error", job.path("error").asString(""));
        job.path("result").forEachEntry((what, count) -> details.add(what.replace('_', ' '), count.asString("")));
        job.path("letters").forEachEntry((state, count) -> details.add("letters " + state, count.asString("")));
        details.print();
    }

    private static String rate(JsonNode job) {
        var rate = job.path("rate_per_second").asString("");
        return rate.isEmpty() ? "" : rate + " a second";
    }

    static Style style(JsonNode job) {
        return switch (job.path("state").asString("")) {
            case "completed" -> Style.GOOD;
            case "failed" -> Style.BAD;
            case "cancelled" -> Style.WARNING;
            default -> Style.PLAIN;
        };
    }
}
