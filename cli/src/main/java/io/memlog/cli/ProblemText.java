package io.memlog.cli;

import io.memlog.cli.server.FieldName;
import io.memlog.cli.server.RefusedException;
import io.memlog.cli.terminal.Plain;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Surroundings;
import tools.jackson.databind.JsonNode;

/// A problem document for people: what is the matter, each wrong field, and what to do.
record ProblemText(Surroundings around) {

    void show(RefusedException refused) {
        var problem = refused.problem();
        var status = refused.answer().status();
        var title = problem.path("title").asString("Memlog answered " + status);
        around.say(around.styled(Style.BAD, Plain.line(title) + " (" + status + ")"));
        var detail = problem.path("detail").asString("");
        if (!detail.isEmpty()) {
            around.say("  " + Plain.line(detail));
        }
        problem.path("errors").forEach(error -> around.say("  - " + field(error)));
        advise(refused);
    }

    private void advise(RefusedException refused) {
        if (refused.isOutage()) {
            var when = refused.answer()
                    .retryAfter()
                    .map(wait -> "in " + wait.toSeconds() + " s")
                    .orElse("later");
            around.say("Try again " + when + "; memlog status shows what is away.");
        } else if (!refused.problem().isObject()) {
            around.say("That is no answer of Memlog; does --url (or MEMLOG_URL) name one?");
        }
    }

    private static String field(JsonNode error) {
        return Plain.line(FieldName.of(error) + ": " + error.path("detail").asString(""));
    }
}
