// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlApp.h"

#include "app/ctl/EventOutput.h"
#include "app/ctl/NodeOutput.h"
#include "app/ctl/StatusOutput.h"
#include "core/base/Log.h"
#include "core/cluster/Dialect.h"

#include <QCoreApplication>

#include <cstdio>
#include <iostream>
#include <string>

#include <unistd.h>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

void note(const QString &text)
{
    std::fputs((u"musterctl: "_s + text + u'\n').toUtf8().constData(), stderr);
}

//! Asks on the terminal; anything but yes is no.
bool isAgreed(const QString &question)
{
    std::fputs((question + u" [y/N] "_s).toUtf8().constData(), stderr);
    std::string answer;
    return std::getline(std::cin, answer) && (answer == "y" || answer == "Y" || answer == "yes");
}

} // namespace

CtlApp::CtlApp(CtlOptions options, QObject *parent) : QObject(parent), m_options(std::move(options)) {}

CtlApp::~CtlApp() = default;

void CtlApp::start()
{
    m_cluster = dialectById(m_options.address.dialect)->client(m_options.address, m_options.credentials);
    if (m_options.verb == CtlVerb::Events)
        return followEvents();
    // One call needs no stream of events; a cluster without a network, though, only lives while it is started.
    if (m_options.address.url.isEmpty())
        m_cluster->start();
    switch (m_options.verb) {
    case CtlVerb::Status:
        return showStatus();
    case CtlVerb::NodesList:
        return whenDone(this, m_cluster->snapshot(), [this](const Result<ClusterSnapshot> &snapshot) {
            snapshot ? succeed(nodesText(*snapshot, m_options.form)) : fail(snapshot.error());
        });
    case CtlVerb::NodesShow:
        return withNode([this](const Node &node, Timestamp now) { succeed(nodeText(node, now, m_options.form)); });
    case CtlVerb::NodesRemove:
        return withNode([this](const Node &node, Timestamp) { removeNode(node); });
    case CtlVerb::NodesPing:
        return withNode([this](const Node &node, Timestamp) { pingNode(node); });
    case CtlVerb::Events:
    case CtlVerb::ShowHelp:
    case CtlVerb::ShowVersion:
        return;
    }
}

void CtlApp::showStatus()
{
    whenDone(this, m_cluster->facts(), [this](const Result<ClusterFacts> &facts) {
        if (!facts)
            return fail(facts.error());
        whenDone(this, m_cluster->snapshot(), [this, facts](const Result<ClusterSnapshot> &snapshot) {
            if (!snapshot)
                return fail(snapshot.error());
            succeed(statusOutput(m_options.address, *facts, m_cluster->features(), *snapshot, m_options.form));
        });
    });
}

void CtlApp::withNode(std::function<void(const Node &, Timestamp)> act)
{
    whenDone(this, m_cluster->snapshot(), [this, act = std::move(act)](const Result<ClusterSnapshot> &snapshot) {
        if (!snapshot)
            return fail(snapshot.error());
        const Result<Node> node = findNode(snapshot->nodes, m_options.node);
        node ? act(*node, snapshot->takenAt) : fail(node.error());
    });
}

void CtlApp::removeNode(const Node &node)
{
    if (m_options.isDryRun)
        return succeed(removalText(node, true, m_options.form));
    if (!m_options.isSure) {
        if (::isatty(STDIN_FILENO) == 0)
            return fail(invalid(u"--yes"_s, u"nobody is there to ask; give --yes to remove %1"_s.arg(node.who.name)));
        const QString question = u"Remove node %1 (%2)?"_s.arg(escapedForLog(node.who.name), wordOf(node.status));
        if (!isAgreed(question))
            return succeed(u"Nothing was removed.\n"_s);
    }
    whenDone(this, m_cluster->remove(node.id()), [this, node](const Result<void> &removed) {
        removed ? succeed(removalText(node, false, m_options.form)) : fail(removed.error());
    });
}

void CtlApp::pingNode(const Node &node)
{
    whenDone(this, m_cluster->ping(node.id()), [this, node](const Result<PingReport> &report) {
        if (report)
            return succeed(pingText(node, *report, m_options.form));
        if (report.error().kind != ErrorKind::Timeout)
            return fail(report.error());
        printError(report.error()); // The server was reached; it is the node that did not answer.
        QCoreApplication::exit(static_cast<int>(ExitCode::WaitTimedOut));
    });
}

void CtlApp::followEvents()
{
    print(eventHeading(m_options.form));
    connect(m_cluster.get(), &Cluster::eventArrived, this, [this](const ClusterEvent &event) {
        if (m_options.wantsBeats || !std::holds_alternative<NodeBeat>(event.what))
            print(eventText(event, m_options.form));
    });
    connect(m_cluster.get(), &Cluster::resyncNeeded, this, [this] { print(resyncText(m_options.form)); });
    connect(m_cluster.get(), &Cluster::linkChanged, this, &CtlApp::takeLink);
    if (m_options.since)
        m_cluster->followFrom(*m_options.since);
    m_cluster->start();
}

void CtlApp::takeLink(const LinkReport &link)
{
    if (link.isLive() && !m_wasLive) {
        note(u"following"_s);
        m_wasLive = true;
    }
    if (link.state == LinkState::Blocked || (link.state == LinkState::Reconnecting && !m_wasLive))
        return fail(link.cause);
    if (link.state == LinkState::Reconnecting && link.attempt == 1)
        note(u"lost the connection, trying again: %1"_s.arg(escapedForLog(link.cause.text())));
}

void CtlApp::fail(const Error &error)
{
    printError(error);
    if (error.kind == ErrorKind::Refused && m_options.credentials.token.isEmpty())
        note(u"no token was shown; give --token-file F"_s);
    QCoreApplication::exit(static_cast<int>(exitCodeOf(error)));
}

void CtlApp::succeed(const QString &text)
{
    print(text);
    QCoreApplication::exit(0);
}

void print(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    const bool written = std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stdout)
            == static_cast<size_t>(bytes.size())
        && std::fflush(stdout) == 0;
    if (!written) // "| head" has enough.
        QCoreApplication::exit(static_cast<int>(ExitCode::Internal));
}

void printError(const Error &error)
{
    note(escapedForLog(error.text()));
}

} // namespace muster
