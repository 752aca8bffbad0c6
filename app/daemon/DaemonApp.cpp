// SPDX-License-Identifier: Apache-2.0
#include "app/daemon/DaemonApp.h"

#include "app/daemon/WorkerFolder.h"
#include "core/base/Log.h"

#include <QCoreApplication>

#include <cstdio>
#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

DaemonApp::DaemonApp(DaemonOptions options, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_host(m_clock)
{
    m_stopDeadline.setSingleShot(true);
    connect(&m_signals, &SignalHandler::terminationAsked, this, [this] { stop(ExitCode::Ok); });
    connect(&m_host, &LocalNodeHost::firstBeatAccepted, this, &DaemonApp::sayReady);
    connect(&m_host, &LocalNodeHost::refusedAtFirstContact, this, &DaemonApp::refuse);
    connect(&m_stopDeadline, &QTimer::timeout, this, [] {
        qCWarning(logApp, "Leaving took too long; ending without it");
        QCoreApplication::exit(static_cast<int>(ExitCode::Ok));
    });
}

DaemonApp::~DaemonApp() = default;

void DaemonApp::start()
{
    for (const QString &warning : m_options.warnings)
        qCWarning(logApp, "%ls", qUtf16Printable(warning));
    whenDone(this, m_host.start(m_options.node),
             [this](const Result<LocalNodeFacts> &facts) { takeStarted(facts); });
}

void DaemonApp::takeStarted(const Result<LocalNodeFacts> &facts)
{
    if (m_isStopping)
        return;
    if (!facts) {
        printError(u"musterd"_s, facts.error());
        QCoreApplication::exit(static_cast<int>(exitCodeOf(facts.error())));
        return;
    }
    m_facts = *facts;
    m_isStarted = true;
    qCInfo(logApp, "Node %ls started with role %ls", qUtf16Printable(m_facts.nodeName),
           qUtf16Printable(wordOf(m_facts.role)));
    if (m_options.node.role == NodeRole::Worker && m_options.node.allowed.value_or(QList<EntityKind>()).isEmpty())
        qCWarning(logApp, "This worker runs nothing that its cluster gives it; --allow agent lets it run agents");
    if (m_isReady)
        sayReady();
}

void DaemonApp::refuse(const Error &error)
{
    if (m_options.node.role != NodeRole::Worker) // It serves its cluster all the same; its own card tells the story.
        return sayReady();
    // What failed says where already, as a rule: "announcing at 10.0.0.5:3100".
    const bool saysWhere = error.where.contains(m_options.node.joinUrl.authority());
    printError(u"musterd"_s, saysWhere ? error : error.within(u"joining %1"_s.arg(m_options.node.joinUrl.toString())));
    stop(exitCodeOf(error));
}

void DaemonApp::sayReady()
{
    m_isReady = true;
    if (!m_isStarted || m_isStopping || std::exchange(m_hasSaidReady, true))
        return;
    keepWorker(); // Before: whoever reads the line may stop us.
    const QString url = m_facts.url.isEmpty() ? u"-"_s : m_facts.url.toString();
    const QString pin = m_facts.pin.isEmpty() ? QString() : u" pin="_s + m_facts.pin.text();
    const QString line
        = u"musterd ready url=%1 node=%2 role=%3%4\n"_s.arg(url, m_facts.nodeName, wordOf(m_facts.role), pin);
    std::fputs(line.toUtf8().constData(), stdout);
    std::fflush(stdout);
}

//! It was let in: from now on its folder is a worker's, also to a start that says nothing.
void DaemonApp::keepWorker() const
{
    const LocalNodeOptions &node = m_options.node;
    if (node.role != NodeRole::Worker)
        return;
    const FolderWorker worker{node.joinUrl, m_facts.nodeId, node.joinPin, m_options.joinTokenPath};
    if (const Result<void> kept = keepFolderWorker(node.dataFolder, worker); !kept)
        qCWarning(logApp, "The next start must be told again what to join: %ls", qUtf16Printable(kept.error().text()));
}

void DaemonApp::stop(ExitCode code)
{
    if (std::exchange(m_isStopping, true))
        return;
    qCInfo(logApp, "Leaving");
    m_stopDeadline.start(limits::kStopDeadline);
    whenDone(this, m_host.stop(), [code](const Result<void> &stopped) {
        if (!stopped)
            qCWarning(logApp, "While leaving: %ls", qUtf16Printable(stopped.error().text()));
        QCoreApplication::exit(static_cast<int>(code));
    });
}

void printError(const QString &program, const Error &error)
{
    const bool isNamed = error.kind != ErrorKind::Invalid || error.field.isEmpty() || error.text().contains(error.field);
    const QString text = isNamed ? error.text() : error.field + u": "_s + error.text();
    std::fputs(u"%1: %2\n"_s.arg(program, escapedForLog(text)).toUtf8().constData(), stderr);
}

} // namespace muster
