package io.memlog.api.memory.update;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON merge patch: members of the patch replace those of the target, null removes.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396</a>
final class MergePatch {

    private MergePatch() {}

    /// The target with the patch applied; the target itself stays as it is.
    static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        var result = target instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        changes.forEachEntry((name, value) -> {
            if (value.isNull()) {
                result.remove(name);
            } else {
                result.set(name, apply(result.path(name), value));
            }
        });
        return result;
    }
}
