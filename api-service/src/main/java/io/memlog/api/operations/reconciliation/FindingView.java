package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import tools.jackson.databind.node.ObjectNode;

/// A finding as it leaves over HTTP.
final class FindingView {

    private FindingView() {}

    static ObjectNode of(Finding finding) {
        var what = finding.what();
        var view = Json.mapper().createObjectNode();
        view.put("projection", finding.projection().wireName());
        view.put("memory_log_id", finding.id().value());
        view.put("user_id", finding.tenant().userId());
        view.put("project_id", finding.tenant().projectId());
        view.put("kind", what.kind().wireName());
        view.put("damaged", what.damaged());
        view.put("log_version", what.logVersion());
        view.put("index_version", what.indexVersion());
        view.put("first_seen", UtcTime.format(finding.firstSeen()));
        view.put("last_seen", UtcTime.format(finding.lastSeen()));
        view.put("state", finding.state().wireName());
        if (finding.remedy() == null || finding.repairAt() == null) {
            view.putNull("repair");
        } else {
            view.putObject("repair")
                    .put("what", finding.remedy().wireName())
                    .put("at", UtcTime.format(finding.repairAt()))
                    .put("job", String.valueOf(finding.job()));
        }
        return view;
    }
}
