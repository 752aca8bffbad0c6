// SPDX-License-Identifier: Apache-2.0
#pragma once
// The node list of an AgenticMail control plane as its replay keeps it: no types enforced, nothing forgotten but agents.

#include "core/base/Clock.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <functional>

namespace muster::replay {

//! What a route of the replayed server says; a status of 500 goes out as plain text, as there.
struct Said {
    int status = 200;
    QJsonObject body = {};
};

//! Nodes in the order of their first registration, as loose JSON. Behaves as the original's object literals and operators
//! do: missing is falsy, "10" + "ten" is text, a list of a number has no length.
class NodeTable
{
public:
    //! Hears each node event as it goes out on the stream; null hears nothing.
    using Heard = std::function<void(const QJsonObject &frame)>;

    NodeTable(const Clock &clock, Heard heard) : m_clock(clock), m_heard(std::move(heard)) {}

    Said all() const;
    Said one(const QString &id) const;
    Said registerNode(const QJsonObject &body);
    //! Always ok, also for a node that nobody knows.
    Said heartbeat(const QString &id, const QJsonObject &body);
    //! Always removed; the stream calls it offline.
    Said remove(const QString &id);
    Said bestNode(const QString &capabilities) const;
    //! Those silent for more than 90 s become offline and lose their agents.
    void sweep();
    //! As a new process over the same table: all offline, no heartbeat known.
    void restart();

    //! The frames of a new reader, without an end.
    QList<QJsonObject> snapshotFrames() const;
    QJsonObject find(const QString &id) const;

private:
    int indexOf(const QString &id) const;
    QJsonObject stats() const;
    void tell(const QString &event, const QJsonObject &node) const;

    const Clock &m_clock;
    Heard m_heard;
    QList<QJsonObject> m_nodes;
};

} // namespace muster::replay
