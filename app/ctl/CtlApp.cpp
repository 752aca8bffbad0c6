// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlApp.h"

#include "app/ctl/CtlAuditFile.h"
#include "app/ctl/CtlCompletion.h"
#include "app/ctl/DialectFinder.h"
#include "app/ctl/EventOutput.h"
#include "core/base/Log.h"
#include "core/mirror/ChangeWords.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>
#include <iostream>
#include <string>

#include <unistd.h>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Whoever presses Tab types on after a second, with names or without.
constexpr milliseconds kNamesWanted{1000};

void note(const QString &text)
{
    std::fputs((u"musterctl: "_s + text + u'\n').toUtf8().constData(), stderr);
}

//! Asks on the terminal; anything but yes is no.
std::optional<bool> askPerson(const QString &question)
{
    if (::isatty(STDIN_FILENO) == 0)
        return std::nullopt;
    std::fputs((question + u" [y/N] "_s).toUtf8().constData(), stderr);
    std::string answer;
    return std::getline(std::cin, answer) && (answer == "y" || answer == "Y" || answer == "yes");
}

} // namespace

CtlApp::CtlApp(CtlOptions options, QObject *parent) : QObject(parent), m_options(std::move(options)) {}

CtlApp::~CtlApp() = default;

void CtlApp::start()
{
    if (m_options.namesLike)
        QTimer::singleShot(kNamesWanted, this, [] { QCoreApplication::exit(static_cast<int>(ExitCode::Ok)); });
    if (m_options.address.allowsPlainSecrets)
        note(u"everything between here and %1 can be read and changed on the way (--insecure)"_s.arg(
            m_options.address.url.authority()));
    if (m_options.verb == CtlVerb::Restore)
        return takeAnswer(restoreHere(m_options, &askPerson));
    if (m_options.isOffline)
        return takeAnswer(verifyExport(m_options));
    if (m_options.verb == CtlVerb::Backup && m_options.file == "-"_L1 && ::isatty(STDOUT_FILENO) != 0)
        return fail(invalid(u"FILE"_s, u"a backup is no text; send it into a pipe or a file: musterctl backup FILE"_s));
    if (!m_options.address.dialect.isEmpty())
        return ask();
    whenDone(this, findDialect(m_options.address, this), [this](const Result<const Dialect *> &found) { takeDialect(found); });
}

void CtlApp::takeDialect(const Result<const Dialect *> &found)
{
    if (!found)
        return end(found.error());
    m_options.address.dialect = (*found)->id();
    if (m_options.address.dialect == "native"_L1)
        return end(invalid(u"--token-file"_s, u"%1 is a Muster control plane: show it a token, with --token-file FILE"_s.arg(
                                                  m_options.address.url.toString())));
    ask();
}

void CtlApp::ask()
{
    m_cluster = dialectById(m_options.address.dialect)->client(m_options.address, m_options.credentials);
    if (m_options.verb == CtlVerb::Events)
        return m_options.isFollowing ? followEvents() : showEvents();
    // One call needs no stream of events; a cluster without a network, though, only lives while it is started.
    if (m_options.address.url.isEmpty())
        m_cluster->start();
    if (m_options.verb == CtlVerb::Logs && m_options.isFollowing) { // Whoever has seen enough has done nothing wrong.
        m_signals = std::make_unique<SignalHandler>();
        connect(m_signals.get(), &SignalHandler::terminationAsked, this, [] { QCoreApplication::exit(static_cast<int>(ExitCode::Ok)); });
    }
    m_call = std::make_unique<CtlCall>(*m_cluster, m_options, m_clock, &askPerson);
    connect(m_call.get(), &CtlCall::noted, this, [](const QString &text) { note(escapedForLog(text)); });
    connect(m_call.get(), &CtlCall::printed, this, [](const QByteArray &bytes) { print(bytes); });
    whenDone(this, m_call->run(), [this](const Result<CtlAnswer> &answer) { takeAnswer(answer); });
}

void CtlApp::takeAnswer(const Result<CtlAnswer> &answer)
{
    if (!answer)
        return fail(answer.error());
    if (m_options.namesLike) {
        print(namesIn(answer->output, *m_options.namesLike));
        return QCoreApplication::exit(static_cast<int>(ExitCode::Ok));
    }
    if (answer->complaint)
        printError(*answer->complaint);
    print(answer->output);
    QCoreApplication::exit(static_cast<int>(answer->code));
}

void CtlApp::followEvents()
{
    print(eventHeading(m_options.form).toUtf8());
    connect(m_cluster.get(), &Cluster::eventArrived, this, &CtlApp::tell);
    connect(m_cluster.get(), &Cluster::resyncNeeded, this, &CtlApp::sayMissed);
    connect(m_cluster.get(), &Cluster::linkChanged, this, &CtlApp::takeLink);
    if (m_options.since)
        m_cluster->followFrom(*m_options.since);
    m_cluster->start();
}

void CtlApp::showEvents()
{
    const Dialect *dialect = dialectById(m_options.address.dialect);
    if (m_options.address.dialect != "native"_L1)
        return end(unsupported(u"%1 keeps no events to show; follow them with --follow"_s.arg(dialect->title())));
    m_replay = std::make_unique<EventReplay>(*m_cluster, m_options.since);
    connect(m_replay.get(), &EventReplay::told, this, &CtlApp::tell);
    connect(m_replay.get(), &EventReplay::missed, this, &CtlApp::sayMissed);
    connect(m_replay.get(), &EventReplay::failed, this, &CtlApp::fail);
    connect(m_replay.get(), &EventReplay::finished, this, [] { QCoreApplication::exit(static_cast<int>(ExitCode::Ok)); });
    print(eventHeading(m_options.form).toUtf8());
    m_replay->start();
}

void CtlApp::tell(const ClusterEvent &event)
{
    bool isBeat = std::holds_alternative<NodeBeat>(event.what);
    if (const auto *changed = std::get_if<NodeChanged>(&event.what)) {
        const Node before = std::exchange(m_toldNodes[changed->node.id()], changed->node);
        isBeat = isUseAlone(before, changed->node); // No more than a beat says.
    }
    if (!isBeat || (m_options.wantsBeats && !event.node().isEmpty())) // Of nobody: an event that was withheld from us.
        print(eventText(event, m_options.form).toUtf8());
}

void CtlApp::sayMissed()
{
    print(resyncText(m_options.form).toUtf8());
}

void CtlApp::takeLink(const LinkReport &link)
{
    if (link.isLive() && !m_wasLive) {
        const bool isPolled = link.state == LinkState::Polled && link.pollInterval;
        note(isPolled ? u"following, by asking every %1 s"_s.arg(link.pollInterval->count() / 1000) : u"following"_s);
        m_wasLive = true;
    } else if (link.isLive() && m_lostSince) {
        const auto lost = std::chrono::duration_cast<std::chrono::seconds>(m_clock.steadyNow() - *m_lostSince);
        note(u"following again, after %1 s"_s.arg(lost.count()));
    }
    if (link.isLive())
        m_lostSince.reset();
    if (link.state == LinkState::Blocked || (link.state == LinkState::Reconnecting && !m_wasLive))
        return fail(link.cause);
    const bool isFirst = link.state == LinkState::Quiet || (link.state == LinkState::Reconnecting && link.attempt == 1);
    if (!isFirst)
        return;
    if (!m_lostSince)
        m_lostSince = m_clock.steadyNow();
    note(link.state == LinkState::Quiet ? u"nothing is heard from the server; waiting"_s
                                        : u"lost the connection, trying again: %1"_s.arg(escapedForLog(link.cause.text())));
}

void CtlApp::fail(const Error &error)
{
    if (m_cluster)
        disconnect(m_cluster.get(), nullptr, this, nullptr); // One failure is told.
    const bool maySpeakAnother = error.kind == ErrorKind::Protocol || error.kind == ErrorKind::NotFound || error.kind == ErrorKind::Refused;
    const bool isGuess = !m_options.isDialectGiven && m_options.address.dialect == "native"_L1 && !m_options.address.url.isEmpty();
    if (!maySpeakAnother || !isGuess || error.code.startsWith("tls-"_L1))
        return end(error);
    whenDone(this, findDialect(m_options.address, this), [this, error](const Result<const Dialect *> &found) {
        if (found && (*found)->id() != "native"_L1)
            return end(invalid(u"--dialect"_s, u"%1 speaks %2: give --login-file, or --api-key-file where it has keys"_s.arg(
                                                  m_options.address.url.toString(), (*found)->title())));
        end(error);
    });
}

void CtlApp::end(const Error &error)
{
    if (m_options.namesLike) // A shell asks; who types has not asked for anything yet.
        return QCoreApplication::exit(static_cast<int>(ExitCode::Ok));
    printError(error);
    const bool isNative = m_options.address.dialect == "native"_L1;
    // Other refusals have their own code and say all: of an address, a name, or of a secret that was not sent.
    const bool isOfTier = error.kind == ErrorKind::Refused && error.codeOrDefault() == codeOf(ErrorKind::Refused);
    const bool isOfKey = isOfTier || (error.kind == ErrorKind::Refused && error.code == "not-authenticated"_L1);
    if (isOfKey && m_options.credentials.isEmpty())
        note(isNative ? u"no token was shown; give --token-file FILE: admin.token in the data folder of musterd, or one that was made for you"_s
                      : u"nothing was shown to be let in; give --api-key-file or --login-file"_s);
    else if (isOfTier && isNative)
        note(u"%1 needs a token of tier %2"_s.arg(wordsOf(m_options.verb).words, wordOf(wordsOf(m_options.verb).tier)));
    if (error.kind == ErrorKind::Unreachable && !m_options.isUrlGiven && !m_options.address.url.isEmpty())
        note(u"that is the default address; give another with --url URL or MUSTER_URL, as musterd prints it when it is ready"_s);
    QCoreApplication::exit(static_cast<int>(exitCodeOf(error)));
}

void print(const QByteArray &bytes)
{
    const bool written = std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stdout)
            == static_cast<size_t>(bytes.size())
        && std::fflush(stdout) == 0;
    if (!written) // "| head" has enough.
        QCoreApplication::exit(static_cast<int>(ExitCode::Internal));
}

void printError(const Error &error)
{
    const QString text = error.text();
    const bool isNamed = error.kind != ErrorKind::Invalid || error.field.isEmpty() || text.contains(error.field);
    note(escapedForLog(isNamed ? text : error.field + u": "_s + text));
}

} // namespace muster
