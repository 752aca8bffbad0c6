// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/ProbeFailure.h"

#include "ui/kit/CodeText.h"
#include "ui/kit/ErrorText.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace muster {

namespace {

using namespace Qt::StringLiterals;
using Place = ProbeFailure::Place;

struct ProbeFailureTr {
    Q_DECLARE_TR_FUNCTIONS(ProbeFailure)
};

QString tr(const char *text)
{
    return ProbeFailureTr::tr(text);
}

//! The key that the server showed, as the error tells it; never the one that we demanded.
TlsPin seenPin(const Error &error, const TlsPin &demanded)
{
    static const QRegularExpression form(u"sha256:[0-9a-fA-F]{64}"_s);
    TlsPin seen;
    for (const QString &text : {error.what, error.field}) {
        auto matches = form.globalMatch(text);
        while (matches.hasNext()) {
            const Result<TlsPin> pin = TlsPin::parse(matches.next().captured(), {});
            if (pin && *pin != demanded)
                seen = *pin;
        }
    }
    return seen;
}

Place placeOf(CodeWords::Place place)
{
    switch (place) {
    case CodeWords::Place::SignIn:
        return Place::SignIn;
    case CodeWords::Place::Trust:
        return Place::Trust;
    case CodeWords::Place::Address:
        return Place::Address;
    case CodeWords::Place::Whole:
        return Place::Whole;
    }
    Q_UNREACHABLE();
}

//! A code that says more than the kind of its error.
ProbeFailure codedFailure(const CodeWords &words, const Error &error, const ProbeQuestion &asked)
{
    const QString heading = words.heading + u'.';
    const bool hasField = words.place == CodeWords::Place::SignIn || words.place == CodeWords::Place::Address;
    const TlsPin seen = words.place == CodeWords::Place::Trust ? seenPin(error, asked.pin) : TlsPin{};
    return {placeOf(words.place), hasField ? heading : QString(), heading, words.advice, {}, seen};
}

//! The server knows us and does not let us, or does not know us.
ProbeFailure refusedFailure(const Error &error, const ProbeQuestion &asked)
{
    if (error.code == "not-allowed"_L1 || error.code == "forbidden"_L1)
        return {Place::SignIn, tr("It may not see the cluster."), tr("You are known there, but may not see its cluster."),
                tr("Ask whoever runs %1 for the right to read the cluster, or sign in as somebody who has it.").arg(asked.product),
                {}};
    switch (asked.way) {
    case SignIn::Token:
        return {Place::SignIn, tr("It does not accept this token."), tr("%1 does not accept this token.").arg(asked.url.host()),
                tr("It may belong to another cluster, have expired or been revoked. Ask whoever runs the server for a new one; "
                   "the first one is in the file admin.token of its data folder."),
                {}};
    case SignIn::ApiKey:
        return {Place::SignIn, tr("It does not accept this key."), tr("%1 does not accept this API key.").arg(asked.url.host()),
                tr("It may have been revoked, or belong to another server. Make a new one in the settings of %1.").arg(asked.product),
                {}};
    case SignIn::Password:
        return {Place::SignIn, tr("It does not accept this password."), tr("E-mail or password is wrong."),
                tr("%1 does not say which of them. After several wrong ones it may close the door for some minutes.").arg(asked.product),
                {}};
    }
    Q_UNREACHABLE();
}

ProbeFailure failureOf(const Error &error, const ProbeQuestion &asked)
{
    const QString host = asked.url.host();
    const QString port = QString::number(asked.url.port(asked.url.scheme() == "https"_L1 ? 443 : 80));
    const ErrorWords usual = errorWords(error);
    if (error.code == kSpeaksAnother)
        return {Place::Address, tr("%1 answers there.").arg(error.field),
                tr("This is %1, not %2.").arg(error.field, asked.product),
                tr("Choose %1 as the kind of cluster above, with what it wants for signing in. Nothing of what you typed was "
                   "shown to it.").arg(error.field),
                {}};
    // A key that is not accepted is told by the way in which it was given, all other codes by themselves.
    if (const auto words = codeWords(error.code); words && error.code != "not-authenticated"_L1)
        return codedFailure(*words, error, asked);
    if (error.kind == ErrorKind::Refused)
        return refusedFailure(error, asked);
    if (error.kind == ErrorKind::Unreachable)
        return {Place::Address, tr("Nothing answers there."), tr("Nothing answers at %1, port %2.").arg(host, port),
                tr("Check the address and the port, that the server runs, and that no firewall is in between."), {}};
    if (error.kind == ErrorKind::Timeout)
        return {Place::Address, tr("No answer in time."), tr("%1 did not answer in time.").arg(host),
                tr("It may be busy, or a firewall swallows what is sent to port %1. Try again, then check the port.").arg(port), {}};
    if (error.kind == ErrorKind::Protocol || error.kind == ErrorKind::NotFound || error.kind == ErrorKind::Unsupported)
        return {Place::Address, tr("This is not %1.").arg(asked.product),
                tr("Something answers there, but it is not a control plane that Muster knows."),
                tr("Is it the right port? A web page in front of the server looks like this, too."), {}};
    if (error.kind == ErrorKind::Busy)
        return {Place::Whole, {}, tr("%1 asks us to wait.").arg(host),
                tr("There were too many attempts lately. Wait some minutes, then try again."), {}};
    return {Place::Whole, {}, usual.heading + u'.', usual.advice, {}};
}

} // namespace

ProbeFailure probeFailure(const Error &error, const ProbeQuestion &asked)
{
    ProbeFailure failure = failureOf(error, asked);
    failure.details = error.text();
    return failure;
}

QString urlComplaint(const QString &typed, const Error &error)
{
    const Result<QUrl> any = parseClusterUrl(typed.trimmed(), u"url"_s, PlainHttp::Anywhere);
    if (any && any->scheme() == "http"_L1 && !isLoopbackHost(any->host()))
        return tr("Plain http is for this computer alone. Begin the address with https://.");
    QString words = error.what.startsWith("url: "_L1) ? error.what.mid(5) : error.what;
    if (!words.isEmpty())
        words[0] = words[0].toUpper();
    return words;
}

} // namespace muster
