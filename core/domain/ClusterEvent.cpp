// SPDX-License-Identifier: Apache-2.0
#include "core/domain/ClusterEvent.h"

namespace muster {

using namespace Qt::StringLiterals;

QString EventPosition::toText() const
{
    return epoch + u'-' + QString::number(number);
}

std::optional<EventPosition> EventPosition::fromText(const QString &text)
{
    const qsizetype dash = text.lastIndexOf(u'-');
    bool isNumber = false;
    const quint64 number = text.mid(dash + 1).toULongLong(&isNumber);
    if (dash < 1 || dash > 64 || !isNumber)
        return std::nullopt;
    return EventPosition{text.left(dash), number};
}

QString kindOf(NodeChange change)
{
    switch (change) {
    case NodeChange::Joined:
        return u"node-joined"_s;
    case NodeChange::Returned:
        return u"node-returned"_s;
    case NodeChange::Announced:
        return u"node-announced"_s;
    case NodeChange::Status:
        return u"node-status"_s;
    case NodeChange::Left:
        return u"node-left"_s;
    case NodeChange::Updated:
        return u"node-updated"_s;
    }
    Q_UNREACHABLE();
}

QString ClusterEvent::kind() const
{
    struct Kind {
        QString operator()(const NodeChanged &changed) const { return kindOf(changed.change); }
        QString operator()(const NodeBeat &) const { return u"node-beat"_s; }
        QString operator()(const NodeRemoved &) const { return u"node-removed"_s; }
        QString operator()(const NodeConflict &) const { return u"node-conflict"_s; }
        QString operator()(const AccessRefused &) const { return u"access-refused"_s; }
        QString operator()(const CallersRefused &) const { return u"callers-refused"_s; }
        QString operator()(const EntityChanged &) const { return u"entity-changed"_s; }
        QString operator()(const EntityRemoved &) const { return u"entity-removed"_s; }
        QString operator()(const JobChanged &) const { return u"job-changed"_s; }
        QString operator()(const QueueChanged &) const { return u"queue-changed"_s; }
    };
    return std::visit(Kind{}, what);
}

NodeId ClusterEvent::node() const
{
    struct Subject {
        NodeId operator()(const NodeChanged &changed) const { return changed.node.id(); }
        NodeId operator()(const NodeBeat &beat) const { return beat.id; }
        NodeId operator()(const NodeRemoved &removed) const { return removed.id; }
        NodeId operator()(const NodeConflict &conflict) const { return conflict.id; }
        NodeId operator()(const AccessRefused &) const { return {}; }
        NodeId operator()(const CallersRefused &) const { return {}; }
        NodeId operator()(const EntityChanged &) const { return {}; }
        NodeId operator()(const EntityRemoved &) const { return {}; }
        NodeId operator()(const JobChanged &) const { return {}; } // Its node is where it runs, not what this is about.
        NodeId operator()(const QueueChanged &) const { return {}; }
    };
    return std::visit(Subject{}, what);
}

} // namespace muster
