// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/ProgramRun.h"

#include <QJsonDocument>
#include <QTest>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 30'000; // Sanitizers on two busy cores are slow; a pass never waits so long.

QString program(const QString &name)
{
    return QStringLiteral(MUSTER_BINARY_DIR "/bin/") + name;
}

} // namespace

QProcessEnvironment cleanEnvironment(const QStringList &variables)
{
    QProcessEnvironment environment;
    const QProcessEnvironment ours = QProcessEnvironment::systemEnvironment();
    for (const auto &name : {u"PATH"_s, u"LD_LIBRARY_PATH"_s, u"ASAN_OPTIONS"_s, u"UBSAN_OPTIONS"_s, u"LSAN_OPTIONS"_s}) {
        if (ours.contains(name))
            environment.insert(name, ours.value(name));
    }
    environment.insert(u"XDG_DATA_HOME"_s, u"/nonexistent"_s);
    environment.insert(u"HOME"_s, u"/nonexistent"_s);
    for (const QString &variable : variables)
        environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    return environment;
}

DaemonRun::DaemonRun(const QStringList &arguments, const QStringList &variables, const QStringList &wrapper)
{
    m_process.setProcessEnvironment(cleanEnvironment(variables));
    const QStringList words = wrapper + QStringList{program(u"musterd"_s)} + arguments;
    m_process.start(words.first(), words.sliced(1));
}

DaemonRun::~DaemonRun()
{
    m_process.kill();
    m_process.waitForFinished(kPatienceMs);
}

bool DaemonRun::isReady()
{
    const bool hasLine = QTest::qWaitFor(
        [this] { return m_process.canReadLine() || m_process.state() == QProcess::NotRunning; }, kPatienceMs);
    if (!hasLine || !m_process.canReadLine())
        return false;
    m_readyLine = QString::fromUtf8(m_process.readLine());
    return m_readyLine.startsWith("musterd ready "_L1);
}

int DaemonRun::exitCode()
{
    const bool hasEnded
        = QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, kPatienceMs);
    return hasEnded && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

QString DaemonRun::readyWord(const QString &name) const
{
    const QStringList words = m_readyLine.trimmed().split(u' ');
    for (const QString &word : words) {
        if (word.startsWith(name + u'='))
            return word.mid(name.size() + 1);
    }
    return {};
}

QString DaemonRun::log()
{
    m_log += QString::fromUtf8(m_process.readAllStandardError());
    return m_log;
}

std::unique_ptr<DaemonRun> startControlPlane(const QString &folder, const QString &name, const QString &listen)
{
    return std::make_unique<DaemonRun>(
        QStringList{u"--listen"_s, listen, u"--data"_s, folder, u"--name"_s, name},
        QStringList{u"NODE_HEARTBEAT_MS="_s + QLatin1StringView(kQuickBeatMs)});
}

std::unique_ptr<DaemonRun> startWorker(const QString &url, const QString &controlPlaneFolder, const QString &folder,
                                       const QString &name)
{
    return std::make_unique<DaemonRun>(QStringList{u"--join"_s, url, u"--join-token-file"_s,
                                                   controlPlaneFolder + u"/join.token"_s, u"--data"_s, folder,
                                                   u"--name"_s, name});
}

QJsonObject CtlOutcome::object() const
{
    return QJsonDocument::fromJson(output).object();
}

QJsonArray CtlOutcome::array() const
{
    return QJsonDocument::fromJson(output).array();
}

CtlOutcome bareCtl(const QStringList &arguments, const QStringList &variables, const QStringList &wrapper)
{
    QProcess process;
    process.setProcessEnvironment(cleanEnvironment(variables));
    process.setStandardInputFile(QProcess::nullDevice());
    const QStringList words = wrapper + QStringList{program(u"musterctl"_s)} + arguments;
    process.start(words.first(), words.sliced(1));
    if (!process.waitForFinished(kPatienceMs) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

CtlOutcome ctl(const QString &url, const QString &folder, const QStringList &arguments)
{
    return bareCtl(QStringList{u"--url"_s, url, u"--token-file"_s, folder + u"/admin.token"_s} + arguments);
}

QJsonObject nodeNamed(const QString &url, const QString &folder, const QString &name)
{
    const QJsonArray nodes = ctl(url, folder, {u"nodes"_s, u"list"_s, u"--output"_s, u"json"_s}).array();
    for (const auto &node : nodes) {
        if (node.toObject().value("name"_L1).toString() == name)
            return node.toObject();
    }
    return {};
}

QString statusOf(const QString &url, const QString &folder, const QString &name)
{
    const QJsonObject node = nodeNamed(url, folder, name);
    const QString reason = node.value("reasons"_L1).toArray().at(0).toObject().value("code"_L1).toString();
    return (node.value("status"_L1).toString() + u' ' + reason).trimmed();
}

} // namespace muster
