// SPDX-License-Identifier: Apache-2.0
#pragma once
// A control plane "main-1", a worker "work-1" that runs agents, and this process as the admin: what the tests of work over real
// processes stand on.

#include "core/cluster/Cluster.h"
#include "tests/integration/ProgramRun.h"
#include "tests/support/Outcome.h"

namespace muster {

inline const NodeId kMain(QStringLiteral("main-1"));
inline const NodeId kWorker(QStringLiteral("work-1"));

//! For what a slow machine with sanitizers may take; a pass never waits so long.
inline constexpr int kWorkPatienceMs = 30'000;

//! How an agent of a test is registered.
struct AgentSetup {
    NodeId node = kWorker; //!< Empty: pinned nowhere.
    AssignmentMode mode = AssignmentMode::Strict;
    bool isResident = false;
};

//! Where the two run: this machine, unless told otherwise (tests/integration/TwoHosts.h); then they speak TLS.
struct WorkPlaces {
    QString address = {};         //!< Of the control plane; empty: 127.0.0.1.
    QStringList mainWrapper = {}; //!< Put in front of the programs.
    QStringList workerWrapper = {};
};

class WorkBench
{
public:
    //! Starts both. \a beatMs: beat interval; a node is offline after three.
    explicit WorkBench(int beatMs = 200, WorkPlaces places = {});
    Q_DISABLE_COPY_MOVE(WorkBench)

    //! Starts the control plane (again) over the same folder, on \a port; "0" picks one.
    bool startMain(const QString &port = QStringLiteral("0"));
    //! Ends it as by a power cut and starts it on the same port.
    bool restartMain();
    //! Starts the worker (again) over the same folder.
    bool startWorker();

    //! An agent that runs \a script in a shell; placed as \a setup says.
    Result<EntityState> addAgent(const QString &id, const QString &script, const AgentSetup &setup = {});
    //! The id of a job of it; empty when it was refused.
    JobId submit(const QString &id, const QByteArray &payload = "{\"x\":1}", int attempts = 3);
    //! These are empty while nobody answers.
    Job job(const JobId &id);
    EntityState entity(const QString &id);
    Node node(const NodeId &id);
    //! The process id of the resident \a id as \a on reports it; nullopt when it does not.
    std::optional<qint64> pidOf(const QString &id, const NodeId &on = kWorker);
    //! Calls musterctl as the admin; the words of \a line are separated by single spaces.
    CtlOutcome ctl(const QString &line) const;

    QString path(const QString &name) const { return m_root.filePath(name); }
    //! The lines of a file that agents write.
    QStringList lines(const QString &name) const;
    //! Makes an empty file that agents wait for.
    bool touch(const QString &name) const;
    QString port() const { return main->url().section(u':', -1); }
    QByteArray adminToken() const;
    QString folder() const { return path(QStringLiteral("main")); }
    static EntityRef agent(const QString &id) { return {EntityKind::Agent, defaultTenant(), EntityId(id)}; }

    std::unique_ptr<DaemonRun> main;
    std::unique_ptr<DaemonRun> worker;
    std::unique_ptr<Cluster> admin;
    bool isUp = false;

private:
    bool connectAdmin();
    //! The file with what lets the worker in; empty when there is none.
    QString joinTokenFile();

    const int m_beatMs;
    const WorkPlaces m_places;
    QString m_url; // Of the control plane, as others reach it.
    TlsPin m_pin;
    QTemporaryDir m_root;
};

//! Whether a process lives; a zombie does not.
bool isAlive(qint64 pid);

} // namespace muster
