// SPDX-License-Identifier: Apache-2.0
#pragma once
// A worker's way into a cluster: its kept credential, else its join token exchanged for one, else the token as it is
// (join.token of a control plane on this machine). Renews the credential.

#include "app/shared/CredentialFile.h"
#include "core/base/Clock.h"
#include "core/cluster/Cluster.h"
#include "core/controlplane/LocalNodePace.h"
#include "core/domain/ClusterAddress.h"

#include <QTimer>

#include <memory>

namespace muster {

//! How to join, and as whom.
struct WorkerLinkSetup {
    ClusterAddress address;
    Secret token; //!< From --join-token-file; may be empty when a credential is kept.
    QString dataFolder;
    NodeIdentity who;
    Secret instance;
    quint32 seed = 1; //!< Of the delays between attempts.
    milliseconds renewalLook = std::chrono::hours(1); //!< How often the credential's age is looked at.
    //! After a renewal that failed. Its answer may be lost, and then the old one holds for limits::kCredentialOverlap only.
    milliseconds renewalRetry = std::chrono::seconds(30);
};

//! One thread; the clock must outlive it. Ends with destruction.
class WorkerLink final : public QObject
{
    Q_OBJECT
public:
    WorkerLink(WorkerLinkSetup setup, const Clock &clock, QObject *parent = nullptr);
    ~WorkerLink() override;
    Q_DISABLE_COPY_MOVE(WorkerLink)

    //! Begins; once. Invalid when there is neither token nor credential, or the kept one cannot be read.
    Result<void> start();
    //! What the worker works through once admitted(); null before. Not started: a worker calls verbs only.
    Cluster *cluster() const { return m_cluster.get(); }
    //! The id of the node changed its address or name: as it is to be announced.
    const NodeIdentity &who() const { return m_setup.who; }
    //! What we show now: our credential, else the token.
    const Secret &shown() const { return m_credential ? m_credential->secret : m_setup.token; }
    //! Where, and whom to believe there.
    const ClusterAddress &address() const { return m_setup.address; }
    //! \a error of announcing, beating or joining, with what a person can do about it where we know more than the server says.
    Error explained(const Error &error) const;
    //! The control plane proved to be the right one by the pin that was given: a restart needs it no more.
    void keepPin();

Q_SIGNALS:
    //! cluster() is there. Once.
    void admitted();
    //! The join token was refused, the id is taken, or the server is not believed. Once; asking goes on, as tokens and nodes change.
    void refused(const muster::Error &error);

private:
    void useToken(const Secret &token);
    void askToJoin();
    void takeGrant(const Result<JoinGrant> &grant);
    void scheduleRenewal();
    void renew();
    void keep();

    const WorkerLinkSetup m_setup;
    const Clock &m_clock;
    LocalNodePace m_pace;
    QTimer m_timer; // Of the next attempt, or the next look at the credential's age.
    std::unique_ptr<Cluster> m_cluster;
    std::unique_ptr<Cluster> m_joining; // With the join token, until it was exchanged.
    std::optional<NodeCredential> m_credential;
    bool m_wasRefused = false;
};

} // namespace muster
