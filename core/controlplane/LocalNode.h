// SPDX-License-Identifier: Apache-2.0
#pragma once
// This process as a node: announces, beats, answers pings, leaves. musterd and the console's embedded node run one.

#include "core/base/Clock.h"
#include "core/base/Service.h"
#include "core/cluster/Cluster.h"
#include "core/controlplane/HostProbe.h"
#include "core/controlplane/LocalNodePace.h"
#include "core/controlplane/LocalNodeState.h"

#include <QTimer>

namespace muster {

//! Who announces itself.
struct LocalNodeSetup {
    NodeIdentity who;
    Secret instance;
    quint32 seed = 1; //!< Of the delays' random numbers; different in every process.
};

//! Keeps one node registered at a Cluster, which may be our own control plane or a client of a remote one. One beat is
//! under way at a time. One thread; cluster, probe and clock must outlive it.
class LocalNode final : public QObject, public Service
{
    Q_OBJECT
public:
    LocalNode(Cluster &cluster, HostProbe &probe, const Clock &clock, LocalNodeSetup setup, QObject *parent = nullptr);
    ~LocalNode() override;
    Q_DISABLE_COPY_MOVE(LocalNode)

    const NodeIdentity &who() const { return m_setup.who; }
    LocalNodeReport report() const { return m_report; }
    //! Whether our last beat was accepted.
    bool isRegistered() const { return m_report.state == LocalNodeState::Beating; }
    //! What runs here, told with the next beat, which comes soon when it is different. What agents take makes no beat, and is in
    //! few of them (AgentNews.h). More than limits::kNodeAgents are cut.
    void setWork(const QList<Agent> &agents, int jobsRunning);
    //! The next beat tells what runs here, changed or not: the control plane may have started anew without the last news.
    void tellWorkAgain() { m_areAgentsTold = false; }
    //! Asks or beats now instead of waiting.
    void retryNow();
    //! Stops, and says goodbye when we are known there. Done when it arrived, or failed, at most limits::kLeaveDeadline later;
    //! the goodbye's errors are logged only. stop() does the same without an end to wait for.
    Future<void> leave();

Q_SIGNALS:
    //! report() changed; also for each further failure in the same state.
    void stateChanged(const muster::LocalNodeReport &report);
    //! The first beat of this start() was accepted: this node is registered. Once.
    void firstBeatAccepted();
    //! Before any beat was accepted, the control plane said Refused or Conflict. Once a start(); asking goes on.
    void refusedAtFirstContact(const muster::Error &error);

protected:
    void startUp() override;
    void shutDown() override;

private:
    void step();
    void sendAnnouncement();
    void takeWelcome(const Result<Welcome> &welcome);
    void sendBeat();
    void takeReply(const Result<BeatReply> &reply, SteadyTime sentAt, bool hadCpu);
    void fail(const Error &error);
    void noteTold();
    bool isUseDue() const;
    Load loadNow();
    void setReport(const LocalNodeReport &report);
    void logState(const LocalNodeReport &report) const;

    Cluster &m_cluster;
    HostProbe &m_probe;
    const Clock &m_clock;
    const LocalNodeSetup m_setup;
    LocalNodePace m_pace;
    QTimer m_timer;
    LocalNodeReport m_report;
    Future<void> m_goodbye;
    QList<Agent> m_agents;
    QList<Agent> m_told; // Of m_agents, as the last beat or announcement that had them said.
    SteadyTime m_toldAt;
    std::optional<int> m_jobsRunning;
    bool m_areAgentsTold = true;
    quint64 m_sequence = 0;
    quint64 m_call = 0;         // Number of the call under way; answers to older ones are dropped.
    QString m_ping;             // The question that the next beat answers.
    bool m_isAnnounced = false; // The control plane knows this instance, as far as we know.
    bool m_isUnderWay = false;
    bool m_hasBeaten = false; // Since start().
    bool m_wasRefused = false;
};

} // namespace muster
