// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cognipeer/CognipeerReplies.h"

#include "core/base/Json.h"
#include "core/dialects/cognipeer/CognipeerWork.h"

#include <QCryptographicHash>
#include <QSet>
#include <QUrl>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Error nonsense(const QString &what)
{
    return {.kind = ErrorKind::Protocol, .where = {}, .what = what, .code = {}, .field = {}};
}

QString digestOf(const QString &name)
{
    const QByteArray hash = QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().left(10));
}

//! "http://10.0.0.7:3000" is shown as "10.0.0.7:3000"; what is no such address, as it is.
QString addressOf(const QString &url)
{
    const QUrl parsed(url, QUrl::StrictMode);
    if (!parsed.isValid() || parsed.host().isEmpty())
        return url;
    return parsed.port() < 0 ? parsed.host() : u"%1:%2"_s.arg(parsed.host()).arg(parsed.port());
}

//! As musterd reads the same variable, NODE_TAGS.
QMap<QString, QString> labelsOf(const QStringList &tags)
{
    QMap<QString, QString> labels;
    for (const QString &tag : tags) {
        const bool isPair = tag.indexOf(u'=') > 0;
        labels.insert(isPair ? tag.section(u'=', 0, 0) : tag, isPair ? tag.section(u'=', 1) : u"true"_s);
    }
    return labels;
}

StatusReason silentSince(const std::optional<Timestamp> &beat)
{
    const QString text = beat ? u"No heartbeat since %1"_s.arg(beat->toIso8601()) : u"No heartbeat is known"_s;
    return {reason::kBeatsStopped, text};
}

void judge(Node *node, const QString &word, Timestamp takenAt)
{
    const bool isSilent = node->lastBeatAt && takenAt - *node->lastBeatAt > CognipeerReplies::kOfflineAfter;
    if (word == "offline"_L1 && node->lastBeatAt && !isSilent) {
        // Its sweep looks for old heartbeats only: an offline row with a young one was stopped by SIGTERM.
        node->status = NodeStatus::Offline;
        node->reasons = {{reason::kStoppedCleanly, u"It was stopped"_s}};
    } else if (word == "offline"_L1 || isSilent) {
        node->status = NodeStatus::Offline;
        node->reasons = {silentSince(node->lastBeatAt)};
    } else if (word == "online"_L1) {
        node->status = NodeStatus::Online;
    } else if (word == "draining"_L1) {
        node->status = NodeStatus::Draining;
    } else {
        node->status = NodeStatus::Unknown;
        node->reasons = {{reason::kUnverified, u"This console calls it \"%1\""_s.arg(word.left(40))}};
    }
}

Result<Node> readNode(const QJsonObject &json, const QString &path, Timestamp takenAt)
{
    JsonReader reader(json, path);
    Node node;
    node.who.name = reader.text("name"_L1);
    if (node.who.name.isEmpty())
        reader.blame("name"_L1, u"is empty"_s);
    // Anything else than main and worker is all, as the console itself reads NODE_ROLE.
    const QString role = reader.optionalText("role"_L1);
    node.who.role = role == "main"_L1 ? NodeRole::Main : role == "worker"_L1 ? NodeRole::Worker : NodeRole::All;
    node.who.address = addressOf(reader.optionalText("url"_L1));
    node.who.labels = labelsOf(reader.texts("tags"_L1, limits::kNodeLabels));
    node.who.version = reader.optionalText("version"_L1);
    node.who.hostname = reader.optionalText("hostname"_L1);
    node.who.pid = reader.optionalInteger("pid"_L1, 0, limits::kJsonWholeMost);
    node.who.startedAt = reader.optionalTime("startedAt"_L1);
    node.lastBeatAt = reader.optionalTime("lastHeartbeatAt"_L1);
    node.beatInterval = CognipeerReplies::kBeatInterval;
    node.offlineAfter = CognipeerReplies::kOfflineAfter;
    node.registeredAt = node.who.startedAt.value_or(node.lastBeatAt.value_or(takenAt));
    const QString word = reader.text("status"_L1);
    MUSTER_CHECK(reader.check());
    node.who.id = CognipeerReplies::nodeIdOf(node.who.name);
    judge(&node, word, takenAt);
    return node;
}

QString wordFor(const Node &node)
{
    switch (node.status) {
    case NodeStatus::Online:
    case NodeStatus::Degraded:
    case NodeStatus::Joining:
        // Its router counts nothing but "online"; a cordoned node must get nothing new.
        return node.cordoned ? u"draining"_s : u"online"_s;
    case NodeStatus::Draining:
    case NodeStatus::Drained:
        return u"draining"_s;
    case NodeStatus::Offline:
    case NodeStatus::Unknown:
    case NodeStatus::Failed:
        return u"offline"_s;
    }
    Q_UNREACHABLE();
}

QJsonArray tagsFor(const NodeIdentity &who)
{
    QJsonArray tags;
    for (auto it = who.labels.begin(); it != who.labels.end(); ++it)
        tags.append(it.value() == "true"_L1 ? it.key() : it.key() + u'=' + it.value());
    return tags;
}

} // namespace

NodeId CognipeerReplies::nodeIdOf(const QString &name)
{
    return NodeId(idOf(u"n-"_s, name));
}

QString CognipeerReplies::madeId(const QString &prefix, const QString &name)
{
    QString text;
    for (const QChar c : name.left(40)) {
        const bool isPlain = c.unicode() < 0x80 && (c.isLetterOrNumber() || c == u'.' || c == u'_' || c == u'-');
        text += isPlain ? c : QChar(u'-');
    }
    return prefix + text + u'-' + digestOf(name);
}

QString CognipeerReplies::idOf(const QString &prefix, const QString &name)
{
    return isIdText(name) ? name : madeId(prefix, name);
}

Result<CognipeerOverview> CognipeerReplies::readOverview(const QJsonObject &json, Timestamp takenAt)
{
    if (!json.value("nodes"_L1).isArray())
        return nonsense(u"nodes: must be an array"_s);
    const QJsonArray rows = json.value("nodes"_L1).toArray();
    if (rows.size() > limits::kNodes)
        return nonsense(u"nodes: has more than %1 items"_s.arg(limits::kNodes));
    CognipeerOverview overview;
    overview.defaultNode = json.value("defaultNodeName"_L1).toString().left(limits::kNodeTextCharacters);
    QSet<QString> names;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const QString path = u"nodes[%1]"_s.arg(i);
        Result<Node> node = readNode(rows.at(i).toObject(), path, takenAt);
        if (!node)
            return nonsense(node.error().what);
        // The name is the key of its table. Two ids made from names differ by their digests.
        if (names.contains(node->who.name))
            return nonsense(u"%1.name: is there twice"_s.arg(path));
        names.insert(node->who.name);
        overview.nodes.append(*std::move(node));
    }
    std::ranges::sort(overview.nodes, {}, [](const Node &node) { return node.who.name; });
    if (!json.value("assignments"_L1).isUndefined()) {
        MUSTER_TRY(pins, CognipeerWork::readPins(json));
        overview.pins = std::move(pins);
    }
    return overview;
}

Result<CognipeerHealth> CognipeerReplies::readHealth(const QJsonObject &json)
{
    const QJsonObject check = json.value("checks"_L1).toObject().value("cluster"_L1).toObject();
    const QJsonValue node = check.value("details"_L1).toObject().value("thisNode"_L1);
    if (!json.value("status"_L1).isString() || !node.isString())
        return nonsense(u"checks.cluster.details.thisNode: is missing"_s);
    JsonReader reader(check.value("details"_L1).toObject(), u"checks.cluster.details"_s);
    CognipeerHealth health{reader.text("thisNode"_L1)};
    if (const Result<void> checked = reader.check(); !checked)
        return nonsense(checked.error().what);
    return health;
}

QJsonObject CognipeerReplies::writeOverview(const ClusterSnapshot &snapshot, const ClusterFacts &facts)
{
    const CognipeerNames names(snapshot.nodes);
    QList<Node> nodes = snapshot.nodes;
    std::ranges::sort(nodes, {}, [&names](const Node &node) { return names.nameOf(node.id()); });
    QString defaultNode = snapshot.defaultNode.isEmpty() ? QString() : names.nameOf(snapshot.defaultNode);
    QJsonArray rows;
    for (const Node &node : std::as_const(nodes)) {
        const QString word = wordFor(node);
        if (defaultNode.isEmpty() && word == "online"_L1 && node.who.role != NodeRole::Worker)
            defaultNode = names.nameOf(node.id());
        rows.append(QJsonObject{{u"name"_s, names.nameOf(node.id())},
                                {u"role"_s, wordOf(node.who.role)},
                                {u"url"_s, jsonOrNull(node.who.address)},
                                {u"tags"_s, tagsFor(node.who)},
                                {u"status"_s, word},
                                {u"lastHeartbeatAt"_s, jsonOrNull(node.lastBeatAt)},
                                {u"startedAt"_s, node.who.startedAt.value_or(node.registeredAt).toIso8601()},
                                {u"version"_s, jsonOrNull(node.who.version)},
                                {u"hostname"_s, jsonOrNull(node.who.hostname)},
                                {u"pid"_s, jsonOrNull(node.who.pid)}});
    }
    return {{u"thisNodeName"_s, facts.node},
            {u"defaultNodeName"_s, defaultNode.isEmpty() ? facts.node : defaultNode},
            {u"nodes"_s, rows},
            {u"assignments"_s, CognipeerWork::writePins(snapshot.entities, names)}};
}

} // namespace muster
