package io.memlog.cli.operations;

import static io.memlog.cli.terminal.Field.at;
import static io.memlog.cli.terminal.Field.time;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.KeyValueView;
import io.memlog.cli.terminal.Style;
import io.memlog.schemas.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `memlog jobs`, which lists jobs as `memlog jobs list` does.
@Command(
        name = "jobs",
        description = "Lists Memlog's background jobs, such as replays; or shows, cancels or awaits one.",
        subcommands = {
            JobsCommand.ListCommand.class,
            JobsCommand.ShowCommand.class,
            JobsCommand.CancelCommand.class,
            JobsCommand.WaitCommand.class
        },
        footer = {
            "  memlog jobs",
            "  memlog jobs --state running -o json | jq -r .items[].id",
            "  memlog jobs wait 0198c1d2-7c5e-7d3a-9a44-2f1f6f3c9b10"
        })
public final class JobsCommand extends JobListing {

    @Command(
            name = "list",
            description = "Lists jobs, the newest first.",
            footer = {"  memlog jobs list", "  memlog jobs list --kind replay --state failed"})
    static final class ListCommand extends JobListing {}

    @Command(
            name = "show",
            description = "Shows one job.",
            footer = {"  memlog jobs show 0198c1d2-7c5e-7d3a-9a44-2f1f6f3c9b10"})
    static final class ShowCommand extends ApiCommand {

        @Parameters(paramLabel = "ID", description = "the id of the job")
        private String id = "";

        @Override
        public Integer call() {
            return show(client().get(RequestPath.of("/jobs", id)), this::view);
        }

        private void view(JsonNode job) {
            print(context().styled(Style.BOLD, "Job " + at("id", "?").of(job)));
            var view = new KeyValueView(job)
                    .add("kind", at("kind"))
                    .add("state", at("state"))
                    .add("request", _ -> job.path("request").toString())
                    .add(
                            "done",
                            _ -> at("progress/done").of(job) + " of "
                                    + at("progress/total").of(job))
                    .add("sent", at("progress/sent"))
                    .add("skipped", at("progress/skipped"))
                    .add("rate per second", at("rate_per_second"))
                    .add("created", time("created_at"))
                    .add("started", time("started_at"))
                    .add("finished", time("finished_at"))
                    .add("error", at("error"));
            job.path("result").propertyNames().forEach(name -> view.add(name.replace('_', ' '), at("result/" + name)));
            job.path("letters")
                    .propertyNames()
                    .forEach(state -> view.add("dead letters " + state, at("letters/" + state)));
            view.print(context());
        }
    }

    @Command(
            name = "cancel",
            description = "Cancels a job; what it has done so far stays done.",
            footer = {"  memlog jobs cancel 0198c1d2-7c5e-7d3a-9a44-2f1f6f3c9b10"})
    static final class CancelCommand extends ApiCommand {

        @Parameters(paramLabel = "ID", description = "the id of the job")
        private String id = "";

        @Override
        public Integer call() {
            var path = RequestPath.of("/jobs", id, "cancel");
            var job = new Job(client().post(path, Json.mapper().createObjectNode()));
            if (isJson()) {
                context().printJson(job.response().text());
            } else {
                print(job.outcome());
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "wait",
            description = "Waits until a job and the replay of its dead letters are finished, and shows the result.",
            footer = {"  memlog jobs wait 0198c1d2-7c5e-7d3a-9a44-2f1f6f3c9b10 --wait-timeout 600"})
    static final class WaitCommand extends JobSubmissionCommand {

        @Parameters(paramLabel = "ID", description = "the id of the job")
        private String id = "";

        @Override
        public Integer call() throws InterruptedException {
            return await(id);
        }
    }
}
