// SPDX-License-Identifier: Apache-2.0
#pragma once
// A verb in flight, started by a person: what it does to what, and how it went. Feeds toasts and the activity list.

#include "core/base/Timestamp.h"
#include "core/domain/Heartbeat.h"

#include <QObject>
#include <QTimer>

namespace muster {

//! Which verb of the Cluster contract.
enum class CommandVerb { Remove, Ping, Restart };

//! How far it is. An unanswered change is shown as pending, later as unconfirmed, never as done (ux.md 3.3 f).
enum class CommandState { Pending, Unconfirmed, Done, Failed };

//! Owned by the CommandLog that made it; gui thread.
class Command final : public QObject
{
    Q_OBJECT
public:
    Command(CommandVerb verb, NodeId node, QString name, Timestamp startedAt, QObject *parent);
    Q_DISABLE_COPY_MOVE(Command)

    CommandVerb verb() const { return m_verb; }
    const NodeId &node() const { return m_node; }
    //! Of the node when it started, for people.
    const QString &name() const { return m_name; }
    CommandState state() const { return m_state; }
    bool isFinished() const { return m_state == CommandState::Done || m_state == CommandState::Failed; }
    Timestamp startedAt() const { return m_startedAt; }
    std::optional<Timestamp> finishedAt() const { return m_finishedAt; }
    //! Why it failed.
    const std::optional<Error> &error() const { return m_error; }
    //! The outcome of a ping.
    const std::optional<PingReport> &pingReport() const { return m_pingReport; }

    //! Ends it, once.
    void finish(Timestamp at, const Result<void> &outcome);
    void finish(Timestamp at, const Result<PingReport> &outcome);

Q_SIGNALS:
    //! Became Unconfirmed, Done or Failed.
    void stateChanged();
    //! Became Done or Failed; after stateChanged().
    void finished();

private:
    void end(Timestamp at, std::optional<Error> error);

    const CommandVerb m_verb;
    const NodeId m_node;
    const QString m_name;
    const Timestamp m_startedAt;
    CommandState m_state = CommandState::Pending;
    std::optional<Timestamp> m_finishedAt;
    std::optional<Error> m_error;
    std::optional<PingReport> m_pingReport;
    QTimer m_patience;
};

} // namespace muster
