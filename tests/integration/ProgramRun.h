// SPDX-License-Identifier: Apache-2.0
#pragma once
// Starts the real programs for tests, in temporary folders, and never waits without a bound.

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace muster {

//! A beat interval that keeps tests short: offline after 600 ms.
inline constexpr auto kQuickBeatMs = "200";

//! A running musterd. Killed on destruction.
class DaemonRun
{
public:
    //! Starts it; \a variables are "NAME=value". \a wrapper is put in front: a command that runs it elsewhere.
    explicit DaemonRun(const QStringList &arguments, const QStringList &variables = {}, const QStringList &wrapper = {});
    ~DaemonRun();
    DaemonRun(const DaemonRun &) = delete;
    DaemonRun &operator=(const DaemonRun &) = delete;

    //! Waits for the ready line; false when it ended or did not come within half a minute.
    bool isReady();
    //! Waits for the end; -1 when it did not come within half a minute or by a signal.
    int exitCode();
    void terminate() { m_process.terminate(); }
    void kill() { m_process.kill(); }

    const QString &readyLine() const { return m_readyLine; }
    //! The word NAME=value of the ready line.
    QString readyWord(const QString &name) const;
    QString url() const { return readyWord(QStringLiteral("url")); }
    //! Standard error so far.
    QString log();
    QProcess &process() { return m_process; }

private:
    QProcess m_process;
    QString m_readyLine;
    QString m_log;
};

//! A control plane in a folder, on a port of its own, with quick beats.
std::unique_ptr<DaemonRun> startControlPlane(const QString &folder, const QString &name = QStringLiteral("cp-1"),
                                             const QString &listen = QStringLiteral("127.0.0.1:0"));
//! A worker of the control plane at \a url, which lives in \a controlPlaneFolder.
std::unique_ptr<DaemonRun> startWorker(const QString &url, const QString &controlPlaneFolder, const QString &folder,
                                       const QString &name);

//! The outcome of one call of musterctl.
struct CtlOutcome {
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;

    QJsonObject object() const;
    QJsonArray array() const;
};

//! Calls musterctl against the control plane in \a folder at \a url with its admin token.
CtlOutcome ctl(const QString &url, const QString &folder, const QStringList &arguments);
//! Calls it with nothing but \a arguments.
CtlOutcome bareCtl(const QStringList &arguments, const QStringList &variables = {}, const QStringList &wrapper = {});
//! The node called \a name as `nodes list` tells it; empty when it is not there.
QJsonObject nodeNamed(const QString &url, const QString &folder, const QString &name);
//! "offline stopped-cleanly": status and first reason of a node.
QString statusOf(const QString &url, const QString &folder, const QString &name);

//! The environment of children: nothing of this machine's Muster, and \a variables.
QProcessEnvironment cleanEnvironment(const QStringList &variables);

} // namespace muster
