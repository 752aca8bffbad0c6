// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/ServerProcess.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QThread>

#include <sched.h>
#include <unistd.h>

namespace muster::bench
{

namespace
{

constexpr int kStartDeadlineMs = 30'000;

QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

void pinToCore(int core)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(static_cast<size_t>(core % QThread::idealThreadCount()), &set);
    ::sched_setaffinity(0, sizeof set, &set);
}

ServerProcess::ServerProcess() : m_environment(QProcessEnvironment::systemEnvironment()) {}

ServerProcess::~ServerProcess()
{
    stop();
}

void ServerProcess::setEnvironment(const QString &name, const QString &value)
{
    m_environment.insert(name, value);
}

QString ServerProcess::start(const QString &program, const QStringList &arguments, int core, const QString &ready,
                             QProcess::ProcessChannel channel)
{
    m_process.setProcessEnvironment(m_environment);
    m_process.setChildProcessModifier([core] { pinToCore(core); });
    m_process.setReadChannel(channel);
    // Nobody reads the other channel while the load runs: a pipe that is full would stop the program.
    if (channel == QProcess::StandardOutput)
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QElapsedTimer timer;
    timer.start();
    m_process.start(program, arguments);
    while (timer.elapsed() < kStartDeadlineMs && m_process.state() != QProcess::NotRunning) {
        while (m_process.canReadLine()) {
            const QString line = QString::fromUtf8(m_process.readLine()).trimmed();
            if (line.contains(ready)) {
                m_readyMs = static_cast<double>(timer.nsecsElapsed()) / 1e6;
                return line;
            }
        }
        m_process.waitForReadyRead(100);
    }
    qWarning("%s did not get ready", qPrintable(program));
    return {};
}

void ServerProcess::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(10'000)) {
        m_process.kill();
        m_process.waitForFinished(5'000);
    }
}

bool ServerProcess::letRun(double seconds)
{
    return !m_process.waitForFinished(static_cast<int>(seconds * 1000));
}

ProcessFigures ServerProcess::figures() const
{
    return figuresOf(m_process.processId());
}

ProcessFigures figuresOf(qint64 pid)
{
    const QString folder = QStringLiteral("/proc/%1/").arg(pid);
    const QByteArray stat = readAll(folder + QStringLiteral("stat"));
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' '); // Field 3 of proc(5) comes first.
    const QList<QByteArray> pages = readAll(folder + QStringLiteral("statm")).split(' ');
    ProcessFigures figures;
    if (fields.size() > 12 && pages.size() > 1) {
        const auto ticks = static_cast<double>(fields.at(11).toLongLong() + fields.at(12).toLongLong());
        figures.cpuSeconds = ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
        figures.rssMb = static_cast<double>(pages.at(1).toLongLong() * ::sysconf(_SC_PAGESIZE)) / 1e6;
    }
    for (const QString &task : QDir(folder + QStringLiteral("task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QByteArray status = readAll(folder + QStringLiteral("task/") + task + QStringLiteral("/status"));
        const qsizetype from = status.indexOf("\nvoluntary_ctxt_switches:") + 25;
        figures.wakeUps += status.mid(from, status.indexOf('\n', from) - from).trimmed().toLongLong();
    }
    return figures;
}

QByteArray outputOf(const QString &program, const QStringList &arguments, int core)
{
    QProcess process;
    process.setChildProcessModifier([core] { pinToCore(core); });
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    if (!process.waitForFinished(900'000))
        process.kill();
    return process.readAllStandardOutput();
}

} // namespace muster::bench
