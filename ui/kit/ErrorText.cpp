// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/ErrorText.h"

#include "ui/kit/CodeText.h"

#include <QCoreApplication>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct ErrorTextTr {
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

struct Pair {
    QString heading;
    QString advice;
};

Pair pairOf(const Error &error)
{
    if (const auto words = codeWords(error.code))
        return {words->heading, words->advice};
    const auto tr = [](const char *text) { return ErrorTextTr::tr(text); };
    if (error.code == "unconfirmed"_L1)
        return {tr("Sent, not confirmed"),
                tr("The order was taken, but this server does not say whether it was carried out. Look at the node.")};
    switch (error.kind) {
    case ErrorKind::Cancelled:
        return {tr("Stopped"), tr("Nothing was changed after you stopped it.")};
    case ErrorKind::Timeout:
        return {tr("No answer in time"), tr("The change may or may not have happened. Look before you try again.")};
    case ErrorKind::Unreachable:
        return {tr("Not reachable"), tr("Nothing was changed. Check the address and the network, then try again.")};
    case ErrorKind::Refused:
        return {tr("Not allowed"), tr("This token may not do that. Sign in with one that may.")};
    case ErrorKind::NotFound:
        return {tr("Not there any more"), tr("It was removed meanwhile, or never existed here.")};
    case ErrorKind::Conflict:
        return {tr("Somebody was faster"), tr("It was changed meanwhile. Look at it as it is now, then try again.")};
    case ErrorKind::Invalid:
        return {tr("Not accepted"), tr("Correct what is marked, then try again.")};
    case ErrorKind::Unsupported:
        return {tr("Not possible here"), tr("This cluster has no such function.")};
    case ErrorKind::Busy:
        return {tr("Too busy"), tr("A limit was met. Try again in a moment.")};
    case ErrorKind::Protocol:
        return {tr("Not understood"), tr("The other side answered something it should not. The details say what.")};
    case ErrorKind::Storage:
        return {tr("Could not be stored"), tr("The disk or the database refused. Nothing was changed.")};
    case ErrorKind::Internal:
        return {tr("An error of Muster"), tr("This should not happen. Copy the details into a report.")};
    }
    Q_UNREACHABLE();
}

} // namespace

ErrorWords errorWords(const Error &error)
{
    const Pair pair = pairOf(error);
    return {pair.heading, pair.advice, error.text()};
}

ErrorWords linkErrorWords(const Error &error)
{
    ErrorWords words = errorWords(error);
    if (codeWords(error.code))
        return words;
    const auto say = [&words](const QString &heading, const QString &advice) {
        words.heading = heading;
        words.advice = advice;
    };
    if (error.kind == ErrorKind::Unreachable)
        say(ErrorTextTr::tr("Connection broken"),
            ErrorTextTr::tr("If it lasts: does the server run, and has this computer its network?"));
    else if (error.kind == ErrorKind::Timeout)
        say(ErrorTextTr::tr("No answer"), ErrorTextTr::tr("If it lasts: the server may be stopped or overloaded, or something "
                                                          "on the way swallows what is sent, such as a firewall or a VPN."));
    else if (error.kind == ErrorKind::Protocol)
        say(ErrorTextTr::tr("Not understood"),
            ErrorTextTr::tr("If it lasts: something else answers at this address, perhaps a proxy or a web page."));
    else if (error.kind == ErrorKind::Internal)
        say(ErrorTextTr::tr("The server failed"), ErrorTextTr::tr("It met an error of its own. If it lasts: its log says why."));
    return words;
}

QString errorBrief(const Error &error)
{
    const QString heading = pairOf(error).heading;
    // It knows why; of a line that broke, or an answer that nobody understands, the sentence is one of ours.
    const bool isTold = error.kind == ErrorKind::Refused || error.kind == ErrorKind::Invalid || error.kind == ErrorKind::Conflict
        || error.kind == ErrorKind::Busy || error.kind == ErrorKind::Storage;
    return isTold && !error.what.isEmpty() ? u"%1: %2"_s.arg(heading, error.what) : heading;
}

QString errorLine(const Error &error)
{
    const Pair pair = pairOf(error);
    return u"%1. %2"_s.arg(pair.heading, pair.advice);
}

} // namespace muster
