// SPDX-License-Identifier: Apache-2.0
#pragma once
// One node as a whole: data folder, store, control plane, HTTP server and this process as a node of it.
// musterd runs one on its main thread, the console one on a LocalNodeThread.

#include "app/shared/KeylessSources.h"
#include "core/base/Clock.h"
#include "core/base/Future.h"
#include "core/base/Limits.h"
#include "core/base/TlsPin.h"
#include "core/domain/Entity.h"
#include "core/domain/Heartbeat.h"
#include "core/domain/Job.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

#include <memory>

namespace muster {

class Cluster;
class LocalNode;
struct LocalNodeReport;

//! What kind of node, and where.
struct LocalNodeOptions {
    QString dataFolder; //!< Made (0700) when missing.
    NodeRole role = NodeRole::All;
    QString id;   //!< Empty: the one kept in the data folder, else made from the name.
    QString name; //!< Shown; empty: the one kept, else the host's name.
    //! An IP address; ignored by a worker. Beyond loopback it is served with TLS, unless isInsecure.
    QString listenHost = QStringLiteral("127.0.0.1");
    quint16 port = 3100;                              //!< 0 picks one; ignored by a worker.
    QUrl joinUrl;     //!< Of the control plane that a worker joins.
    TlsPin joinPin;   //!< Its key; empty: its certificate is verified by authorities.
    Secret joinToken; //!< What it shows there; may be empty when DATA/credential.json is kept from an earlier start.
    bool isInsecure = false;       //!< Plain HTTP beyond loopback, with a notice to everybody (--insecure).
    KeylessSources keylessWorkers; //!< From where AgenticMail's workers are let in; ignored by a worker.
    milliseconds beatInterval = limits::kBeatInterval; //!< Handed out to nodes; ignored by a worker.
    milliseconds offlineAfter{0};                      //!< 0: three intervals; ignored by a worker.
    QString address; //!< Shown for this node; empty: where it listens, or nothing.
    QString adminTokenPath; //!< Must exist when given; empty: FOLDER/admin.token, made when missing.
    QString joinTokenPath;  //!< The same with join.token.
    QStringList capabilities;
    QMap<QString, QString> labels;
    //! Kinds of entities that this machine's owner lets it run (--allow); nullopt: agents where it serves its own cluster, whose
    //! admin token is the owner's, and nothing where it joins another's (decisions.md 16).
    std::optional<QList<EntityKind>> allowed = std::nullopt;
    QString defaultNode; //!< Id or name of the node that takes what is pinned nowhere; ignored by a worker.
    JobDefaults jobDefaults = {}; //!< For jobs that say nothing of their own; ignored by a worker.
};

//! Of a node that runs.
struct LocalNodeFacts {
    QUrl url;   //!< Of its API; empty for a worker.
    TlsPin pin; //!< Of its key; empty without TLS.
    QString nodeId;
    QString nodeName;
    NodeRole role = NodeRole::All;
    QString adminTokenPath; //!< Tier admin; empty for a worker.
    QString joinTokenPath;  //!< Announces and beats from loopback only; empty for a worker.
};

//! Runs one node between start() and stop(); both once. One thread, also for destruction.
class LocalNodeHost final : public QObject
{
    Q_OBJECT
public:
    explicit LocalNodeHost(const Clock &clock, QObject *parent = nullptr);
    ~LocalNodeHost() override;
    Q_DISABLE_COPY_MOVE(LocalNodeHost)

    //! Makes and opens everything and begins to announce; blocks for the disk, never for the network. Errors, one sentence each:
    //! Invalid (a wrong option, a secret that others can read, listening beyond loopback), Conflict (data folder or address in
    //! use), Storage (data folder unreadable, full, or written by a newer version).
    Future<LocalNodeFacts> start(const LocalNodeOptions &options);
    //! Says goodbye, stops serving, writes what is not written. Takes at most limits::kLeaveDeadline and the disk.
    Future<void> stop();

    //! The control plane; null for a worker and outside start() … stop().
    Cluster *cluster() const;
    //! This process as a node; null outside start() … stop().
    LocalNode *node() const;

Q_SIGNALS:
    //! Our first beat was accepted; once.
    void firstBeatAccepted();
    //! The control plane does not let this node in, at first contact: Refused, Conflict, or Protocol (code "tls-…") for
    //! a server that is not believed. It goes on asking. Also for a join token that is not accepted.
    void refusedAtFirstContact(const muster::Error &error);

private:
    struct Parts;

    Result<void> open(const LocalNodeOptions &options);
    Result<void> openControlPlane(const LocalNodeOptions &options);
    Result<void> openWorker(const LocalNodeOptions &options);
    Result<void> serve();
    NodeIdentity whoAmI(const LocalNodeOptions &options) const;
    void announce(const LocalNodeOptions &options);
    void openWork(const LocalNodeOptions &options);
    void attachWork();
    void attachWorkAgain();
    void sayIfShutOut(const LocalNodeReport &report);
    void wind(const Pending<void> &stopped);

    const Clock &m_clock;
    std::unique_ptr<Parts> m_parts; // Members in the order they depend on each other.
    QTimer m_attach;                // While our own node has no line to our own control plane.
    bool m_isStopping = false;
};

} // namespace muster
