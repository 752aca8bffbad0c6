// SPDX-License-Identifier: Apache-2.0
#pragma once
// A control plane on one machine, workers on another, and this process as the admin beside the control plane. Used by the
// tests of joining.

#include "core/cluster/Cluster.h"
#include "tests/integration/ProgramRun.h"

#include <memory>

namespace muster {

//! Needs enterOwnNetwork() before. Fatal when the machines cannot be made: then nothing here means anything.
class JoinBench
{
public:
    JoinBench();

    //! Starts the control plane where it was before, over the same folder; false when it does not get ready.
    bool restart();
    //! A worker on the other machine; an empty \a tokenFile or \a pin is not given.
    std::unique_ptr<DaemonRun> worker(const QString &name, const QString &tokenFile, const TlsPin &pin,
                                      const QStringList &more = {}) const;
    //! The same with a fresh join token and the right pin.
    std::unique_ptr<DaemonRun> joinedWorker(const QString &name) const;
    //! A client with \a token, from the control plane's own machine.
    std::unique_ptr<Cluster> clientWith(const Secret &token) const;

    IssuedToken made(const TokenRequest &request) const;
    IssuedToken joinToken() const;
    //! \a secret in a file that only we can read.
    QString fileWith(const QString &name, const Secret &secret) const;
    //! What the worker in folder \a name got for its join token.
    Secret credentialIn(const QString &name) const;
    QString folder(const QString &name) const { return m_root.filePath(name); }

    QList<Node> nodes() const;
    //! "online" for degraded ones too: a busy machine adds cpu-high. Empty when it is not there.
    QString statusOf(const QString &name) const;
    //! The credentials of \a node that are not revoked, newest first.
    QList<TokenFacts> credentialsOf(const QString &node) const;

    Cluster &admin() const { return *m_admin; }
    DaemonRun &controlPlane() { return *m_controlPlane; }
    const TlsPin &pin() const { return m_pin; }

private:
    bool startOn(const QString &port);

    QTemporaryDir m_root;
    std::unique_ptr<DaemonRun> m_controlPlane;
    std::unique_ptr<Cluster> m_admin;
    QString m_port;
    QString m_url;
    TlsPin m_pin;
};

} // namespace muster
