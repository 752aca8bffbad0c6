// SPDX-License-Identifier: Apache-2.0
// What AgenticMail's servers say to our client, and what its workers say to our server.
#include "core/dialects/agenticmail/AgenticmailCodec.h"
#include "core/dialects/agenticmail/AgenticmailReplies.h"
#include "core/dialects/agenticmail/AgenticmailRequests.h"
#include "core/domain/NodeJson.h"
#include "tests/fuzz/FuzzTargets.h"

#include <QJsonDocument>

namespace muster {

namespace {

//! Whatever came in, a node is one of ours: within all limits, and the same after the store or another API had it.
void promiseNode(const Node &node)
{
    const Result<Node> stored = nodeFromJson(toJson(node, Timestamp{0}));
    promise(stored && *stored == node, "a node that was read can be kept");
    const Result<Node> again = AgenticmailCodec::readNode(AgenticmailReplies::writeNode(node));
    promise(again && again->who.id == node.who.id && again->who.name == node.who.name && again->who.labels == node.who.labels,
            "a node that was read can be told on");
}

void promiseRegistration(const QByteArray &body)
{
    const Result<AgenticmailRegistration> read = AgenticmailRequests::readRegistration(body);
    if (!read) {
        promise(!read.error().what.isEmpty(), "a refusal says why");
        return;
    }
    Node node;
    node.who = read->who;
    if (node.who.name.isEmpty())
        node.who.name = node.who.id.text();
    node.who.labels = read->labels.value_or(QMap<QString, QString>());
    node.who.labels.insert(QStringLiteral("via"), QStringLiteral("agenticmail"));
    node.load.memoryTotalBytes = read->memoryTotalBytes;
    for (const QString &agent : read->agents.value_or(QStringList()))
        node.agents.append({agent, agent, {}, QStringLiteral("running"), std::nullopt});
    promise(AgenticmailReplies::targetOf(node).port > 0, "a registered node has an address");
    const Result<Node> stored = nodeFromJson(toJson(node, Timestamp{0}));
    promise(stored && *stored == node, "a registered node can be kept");
}

} // namespace

void fuzzAgenticmail(QByteArrayView input)
{
    const QByteArray body = input.toByteArray();
    int unread = 0;
    if (const Result<QList<Node>> nodes = AgenticmailCodec::readNodes(body, &unread)) {
        for (const Node &node : *nodes)
            promiseNode(node);
    }
    if (const Result<AgenticmailFrame> frame = AgenticmailCodec::readFrame(body); frame && !frame->node.id().isEmpty()) {
        promiseNode(frame->node);
        (void)AgenticmailCodec::shownAt(frame->node, Timestamp{0});
    }
    promiseRegistration(body);
    (void)AgenticmailRequests::readBeat(body);
}

} // namespace muster
