// SPDX-License-Identifier: Apache-2.0
// A node's JSON and the checked reader under it.
#include "core/domain/NodeJson.h"
#include "tests/fuzz/FuzzTargets.h"

namespace muster {

void fuzzJson(QByteArrayView input)
{
    const Result<QJsonObject> json = parseJsonObject(input.toByteArray());
    if (!json)
        return;
    (void)historyFromJson(*json, {});
    const Result<Node> node = nodeFromJson(*json);
    if (!node) {
        promise(!node.error().what.isEmpty(), "a refusal says why");
        return;
    }
    const Result<Node> again = nodeFromJson(toJson(*node, Timestamp{0}));
    promise(again && *again == *node, "a node that was read and written is the same node");
}

} // namespace muster
