// SPDX-License-Identifier: Apache-2.0
#pragma once
// A verb in flight, started by a person: what it does to what, and how it went. Feeds toasts and the activity list.

#include "core/base/Clock.h"
#include "core/domain/Heartbeat.h"
#include "core/domain/Job.h"
#include "core/mirror/PendingChange.h"

#include <QObject>
#include <QTimer>

namespace muster {

//! How far it is. An unanswered change is shown as pending, later as unconfirmed, never as done (ux.md 3.3 f).
enum class CommandState { Pending, Unconfirmed, Done, Failed };

//! What a command is about: one of these.
struct CommandTarget {
    NodeId node = {};
    EntityRef entity = {}; //!< With an id.
    JobId job = {};

    CommandTarget(NodeId one) : node(std::move(one)) {}
    CommandTarget(EntityRef one) : entity(std::move(one)) {}
    CommandTarget(JobId one) : job(std::move(one)) {}
    bool operator==(const CommandTarget &) const = default;
};

//! Owned by the CommandLog that made it; gui thread.
class Command final : public QObject
{
    Q_OBJECT
public:
    Command(CommandVerb verb, CommandTarget target, QString name, Timestamp startedAt, QObject *parent);
    Q_DISABLE_COPY_MOVE(Command)

    CommandVerb verb() const { return m_verb; }
    const CommandTarget &target() const { return m_target; }
    //! Empty when it is about something else.
    const NodeId &node() const { return m_target.node; }
    const EntityRef &entity() const { return m_target.entity; }
    //! Of what it is about when it started, for people.
    const QString &name() const { return m_name; }
    CommandState state() const { return m_state; }
    bool isFinished() const { return m_state == CommandState::Done || m_state == CommandState::Failed; }
    Timestamp startedAt() const { return m_startedAt; }
    std::optional<Timestamp> finishedAt() const { return m_finishedAt; }
    //! Why it failed; while Unconfirmed, why no answer came.
    const std::optional<Error> &error() const { return m_error; }
    //! The outcome of a ping.
    const std::optional<PingReport> &pingReport() const { return m_pingReport; }

    //! The entity as it is after an assignment or a change, when the cluster said.
    const std::optional<EntityState> &entityState() const { return m_entityState; }

    //! The node as it was when a change was asked for, to compare with what is read back.
    void keepBefore(const Node &before);
    //! What is asked for: how the mirror shows it when it was done.
    void keepWanted(const AssignmentRequest &wanted) { m_wantedPin = wanted; }
    //! \a before: the entity as it was, or null.
    void keepWanted(const Entity &wanted, const Entity *before);
    //! Whether \a now (null: there is none) is what was asked for with an entity.
    bool showsWanted(const EntityState *now) const;
    //! The call failed without an answer: Unconfirmed until the session has read back what became of it.
    void loseAnswer(SteadyTime at, const Error &error);
    bool isUnanswered() const { return m_lostAnswerAt && !isFinished(); }
    //! When loseAnswer() was called; of the session's time.
    SteadyTime lostAnswerAt() const { return m_lostAnswerAt.value_or(SteadyTime{}); }
    //! Whether the agents of \a now are others than before: another process, a new start, or on their way.
    bool showsRestart(const Node &now) const;

    //! Whether \a now stands as a cordon, a drain, or the end of one would have it. A drain that was asked for anew, with another
    //! deadline, shows by that.
    bool showsStanding(const Node &now) const;

    //! Ends it, once.
    void finish(Timestamp at, const Result<void> &outcome);
    void finish(Timestamp at, const Result<PingReport> &outcome);
    void finish(Timestamp at, const Result<EntityState> &outcome);

Q_SIGNALS:
    //! Became Unconfirmed, Done or Failed.
    void stateChanged();
    //! Became Done or Failed; after stateChanged().
    void finished();

private:
    void end(Timestamp at, std::optional<Error> error);

    const CommandVerb m_verb;
    const CommandTarget m_target;
    const QString m_name;
    const Timestamp m_startedAt;
    CommandState m_state = CommandState::Pending;
    std::optional<Timestamp> m_finishedAt;
    std::optional<Error> m_error;
    std::optional<PingReport> m_pingReport;
    std::optional<SteadyTime> m_lostAnswerAt;
    std::optional<EntityState> m_entityState;
    std::optional<AssignmentRequest> m_wantedPin;
    std::optional<Entity> m_wantedEntity;
    std::optional<Timestamp> m_entityBefore; // When it had been changed last.
    QList<Agent> m_agentsBefore;
    std::optional<Timestamp> m_startedBefore; // Of the node's process.
    std::optional<Drain> m_drainBefore;
    QTimer m_patience;
};

} // namespace muster
