// SPDX-License-Identifier: Apache-2.0
// Answers of a server that a client reads: snapshots, facts, welcomes, beats, pings, health.
#include "core/dialects/native/NativeReplies.h"
#include "core/domain/NodeJson.h"
#include "tests/fuzz/FuzzTargets.h"

namespace muster {

void fuzzSnapshot(QByteArrayView input)
{
    const QByteArray body = input.toByteArray();
    (void)NativeReplies::readCluster(body);
    (void)NativeReplies::readWelcome(body);
    (void)NativeReplies::readBeatReply(body);
    (void)NativeReplies::readPing(body);
    (void)NativeReplies::readHealth(body);
    const Result<ClusterSnapshot> snapshot = NativeReplies::readSnapshot(body);
    if (!snapshot) {
        promise(!snapshot.error().what.isEmpty(), "a refusal says why");
        return;
    }
    for (const Node &node : snapshot->nodes) {
        const Result<Node> again = nodeFromJson(toJson(node, snapshot->takenAt));
        promise(again.has_value(), "a node that was read can be written and read");
        promise(*again == node, "a node that was read and written is the same node");
    }
}

} // namespace muster
