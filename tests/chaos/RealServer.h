// SPDX-License-Identifier: Apache-2.0
#pragma once
// A real musterd with real workers, each a process of its own, and somebody who watches: what the tests of stopped processes
// and moved clocks stand on.

#include "tests/chaos/EventWatch.h"
#include "tests/integration/ProgramRun.h"

#include <QFile>

#include <signal.h>

#include <memory>

namespace muster {

//! A control plane that is a node itself ("cp-1"), with a beat interval of its own.
class RealServer
{
public:
    //! \a variables are added to its environment, as "NAME=value".
    explicit RealServer(int beatMs, const QStringList &variables = {})
        : m_variables(QStringList{QStringLiteral("NODE_HEARTBEAT_MS=%1").arg(beatMs)} + variables)
    {
        start(0);
    }
    Q_DISABLE_COPY_MOVE(RealServer)

    //! Starts it (again) on \a port; 0 picks one.
    bool start(quint16 port)
    {
        m_run = std::make_unique<DaemonRun>(QStringList{QStringLiteral("--listen"), QStringLiteral("127.0.0.1:%1").arg(port),
                                                        QStringLiteral("--data"), folder(QStringLiteral("cp")),
                                                        QStringLiteral("--name"), QStringLiteral("cp-1")},
                                            m_variables);
        m_isReady = m_run->isReady();
        m_token = tokenOf(QStringLiteral("cp/admin.token"));
        return m_isReady;
    }
    bool isReady() const { return m_isReady; }
    QString log() { return m_run->log(); }
    QUrl url() const { return QUrl(m_run->url()); }
    quint16 port() const { return quint16(url().port()); }
    const QByteArray &token() const { return m_token; }
    //! What workers of this machine show.
    QByteArray joinToken() const { return tokenOf(QStringLiteral("cp/join.token")); }
    QString folder(const QString &name) const { return m_root.filePath(name); }
    //! Ends as by a power cut; start() brings it back.
    void kill()
    {
        m_run->kill();
        m_run->process().waitForFinished();
    }
    //! SIGSTOP and SIGCONT.
    void suspend() const { ::kill(pid_t(m_run->process().processId()), SIGSTOP); }
    void resume() const { ::kill(pid_t(m_run->process().processId()), SIGCONT); }

    //! Starts a worker called \a name, which joins.
    std::unique_ptr<DaemonRun> worker(const QString &name, const QStringList &variables = {}) const
    {
        return std::make_unique<DaemonRun>(
            QStringList{QStringLiteral("--join"), url().toString(), QStringLiteral("--join-token-file"),
                        folder(QStringLiteral("cp/join.token")), QStringLiteral("--data"), folder(name),
                        QStringLiteral("--name"), name},
            variables);
    }
    //! Watches from now on; false when that fails.
    bool watchBy(EventWatch &watch) const { return watch.begin(port(), m_token); }
    CtlOutcome ask(const QStringList &arguments) const
    {
        return ctl(url().toString(), folder(QStringLiteral("cp")), arguments);
    }

private:
    QByteArray tokenOf(const QString &name) const
    {
        QFile file(folder(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    }

    QTemporaryDir m_root;
    const QStringList m_variables;
    std::unique_ptr<DaemonRun> m_run;
    QByteArray m_token;
    bool m_isReady = false;
};

} // namespace muster
