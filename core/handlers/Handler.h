// SPDX-License-Identifier: Apache-2.0
#pragma once
// What executes one kind of entity on a worker: attempts of jobs, and residents. One folder of core/handlers each.

#include "core/base/Clock.h"
#include "core/base/Secret.h"
#include "core/base/Service.h"
#include "core/domain/Agent.h"
#include "core/domain/Job.h"
#include "core/domain/LogLine.h"

#include <QMap>
#include <QObject>

#include <memory>

namespace muster {

//! One attempt of one job.
struct RunId {
    JobId job;
    int attempt = 0; //!< From 1; 0 with an empty job: no run.

    bool operator==(const RunId &) const = default;
};
inline size_t qHash(const RunId &run, size_t seed = 0)
{
    return qHashMulti(seed, run.job, run.attempt);
}

//! What a handler is asked to execute once.
struct Run {
    RunId id;
    Entity entity;
    QByteArray payload;                 //!< At most limits::kJobPayloadBytes.
    QMap<QString, Secret> secrets = {}; //!< Values by name.
    milliseconds attemptTimeout{0};     //!< 0: none.
};

//! How a run ended: with a result, or with an error.
struct RunOutcome {
    QByteArray result; //!< JSON, at most limits::kJobResultBytes; empty with an error.
    std::optional<JobError> error = std::nullopt;

    bool operator==(const RunOutcome &) const = default;
};

//! Who wrote a line: a run, or a resident.
struct OutputSource {
    EntityRef entity;
    RunId run = {}; //!< Its job is empty for a resident.

    bool operator==(const OutputSource &) const = default;
};

//! One line of output: valid text without control characters, at most limits::kLogLineBytes as UTF-8.
struct OutputLine {
    LogStream stream = LogStream::Output;
    QString text;

    bool operator==(const OutputLine &) const = default;
};

//! What a resident took at the last look, it and what it started.
struct AgentUse {
    qint64 memoryBytes = 0;    //!< Resident; pages that processes share are counted for each of them.
    std::optional<double> cpu; //!< Of one core since the look before: 1 is one core; unknown at the first look.

    bool operator==(const AgentUse &) const = default;
};

//! What every handler is made from.
struct HandlerSetup {
    QString folder;     //!< The node's data folder; a handler keeps its own things in one folder of it.
    const Clock &clock; //!< Outlives the handler.
    quint32 seed = 1;   //!< Of the delays' random numbers; different in every process.
};

//! Executes entities of one kind between start() and stop(). One thread; signals come on it, and never from inside a call.
class Handler : public QObject, public Service
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual EntityKind kind() const = 0;

    //! Executes \a run; ended() follows exactly once, also after stop(). An id that is under way already is not run twice.
    virtual void run(const Run &run) = 0;
    //! Ends a run early: ended() says "cancelled". Nothing when it is not under way.
    virtual void cancel(const RunId &run) = 0;

    //! Keeps \a entity running until drop(). The same again changes nothing; with other settings or secrets it is started anew.
    virtual void keep(const Entity &entity, const QMap<QString, Secret> &secrets) = 0;
    //! Ends a resident and forgets it; nothing when it is none. It stays in agents() as "stopping" until it has ended.
    virtual void drop(const EntityRef &entity) = 0;
    //! Starts a resident anew, even one that waits after a crash. False when it is none.
    virtual bool restart(const EntityRef &entity) = 0;
    //! The same for all; how many there are.
    virtual int restartAll() = 0;

    //! The residents, as the node reports them: state "running", "restarting", "crashed" (it keeps ending at once) or
    //! "stopping". May be more than limits::kNodeAgents: whoever reports cuts.
    virtual QList<Agent> agents() const = 0;
    //! What residents took at the last look.
    virtual QHash<EntityRef, AgentUse> uses() const = 0;
    //! How many runs are under way.
    virtual int runs() const = 0;

Q_SIGNALS:
    //! A run is over. All its lines came before.
    void ended(const muster::RunId &run, const muster::RunOutcome &outcome);
    //! Output, oldest first, at most limits::kLogBatch lines; gathered for a moment.
    void lines(const muster::OutputSource &source, const QList<muster::OutputLine> &lines);
    //! agents() changed, also in what they take, at most each limits::kAgentLook; changes that come together are told once.
    void agentsChanged(const QList<muster::Agent> &agents);
    //! After stop(): nothing of it runs any more. Well within limits::kStopDeadline.
    void stopped();
};

//! A handler that this program was built with.
struct BuiltInHandler {
    EntityKind kind;
    std::unique_ptr<Handler> (*make)(const HandlerSetup &setup); //!< Not started; lives on the calling thread.
};

//! Defined from the folders that the build found here.
const QList<BuiltInHandler> &builtInHandlers();
//! The one for \a kind, or null: "no handler on this node yet".
const BuiltInHandler *handlerOf(EntityKind kind);

} // namespace muster
