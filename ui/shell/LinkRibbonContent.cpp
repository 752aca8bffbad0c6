// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/LinkRibbonContent.h"

#include "ui/kit/CodeText.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/RelativeTime.h"

#include <QCoreApplication>

namespace muster {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("LinkRibbon", text);
}

LinkRibbonContent lostContent(const QString &cluster, const LinkReport &link, bool hasState,
                              std::optional<Timestamp> lostAt)
{
    LinkRibbonContent content;
    content.tone = LinkRibbonContent::Tone::Unknown;
    content.offer = LinkRibbonContent::Offer::RetryNow;
    const ErrorWords words = linkErrorWords(link.cause);
    content.cause = words.heading;
    content.advice = words.advice;
    content.details = link.cause.text();
    if (hasState && lostAt) {
        content.heading = tr("Not connected to %1 since %2.").arg(cluster, clockText(*lostAt));
        content.meaning = tr("What you see is the last known state; ages keep counting. "
                             "Changes are off until the link is live.");
    } else if (hasState) {
        content.heading = tr("Not connected to %1.").arg(cluster);
        content.meaning = tr("What you see is the last known state; ages keep counting. "
                             "Changes are off until the link is live.");
    } else {
        content.heading = tr("Not connected to %1.").arg(cluster);
        content.meaning = tr("Nothing was heard from it yet. Trying again by itself.");
    }
    return content;
}

LinkRibbonContent::Offer offerOf(CodeWords::Place place)
{
    switch (place) {
    case CodeWords::Place::SignIn:
        return LinkRibbonContent::Offer::SignIn;
    case CodeWords::Place::Trust:
    case CodeWords::Place::Address:
        return LinkRibbonContent::Offer::Change;
    case CodeWords::Place::Whole:
        return LinkRibbonContent::Offer::RetryNow;
    }
    Q_UNREACHABLE();
}

LinkRibbonContent blockedContent(const QString &cluster, const LinkReport &link, const QString &product)
{
    LinkRibbonContent content;
    content.tone = LinkRibbonContent::Tone::Failed;
    content.details = link.cause.text();
    content.isLong = true;
    // The code first: a changed key is of the same kind as a server that is none.
    if (const auto words = codeWords(link.cause.code)) {
        content.heading = tr("Not connected to %1. %2.").arg(cluster, words->heading);
        content.meaning = words->advice;
        content.offer = offerOf(words->place);
    } else if (link.cause.kind == ErrorKind::Refused) {
        content.heading = tr("%1 does not let you in.").arg(cluster);
        content.meaning = tr("It does not accept what it was shown. Sign in again, or ask whoever runs it for the right to "
                             "read the cluster.");
        content.offer = LinkRibbonContent::Offer::SignIn;
    } else if (link.cause.kind == ErrorKind::Protocol || link.cause.kind == ErrorKind::NotFound) {
        content.heading = tr("%1 does not answer as %2 does.").arg(cluster, product);
        content.meaning = tr("Something else answers at this address, perhaps a web page in front of the server. Check the "
                             "address and the port.");
        content.offer = LinkRibbonContent::Offer::Change;
    } else {
        const ErrorWords usual = errorWords(link.cause);
        content.heading = tr("%1 cannot be followed. %2.").arg(cluster, usual.heading);
        content.meaning = usual.advice;
        content.offer = LinkRibbonContent::Offer::RetryNow;
    }
    return content;
}

} // namespace

LinkRibbonContent linkRibbonContent(const QString &cluster, const LinkReport &link, bool hasState,
                                    std::optional<Timestamp> lostAt, const QString &product)
{
    switch (link.state) {
    case LinkState::Idle:
    case LinkState::Live:
    case LinkState::Polled:
    case LinkState::Resyncing:
        return {};
    case LinkState::Connecting:
        // The first attempt says nothing; once something was seen, a new attempt must not hide that it is old.
        return hasState ? lostContent(cluster, link, hasState, lostAt) : LinkRibbonContent{};
    case LinkState::Reconnecting:
        return lostContent(cluster, link, hasState, lostAt);
    case LinkState::Blocked:
        return blockedContent(cluster, link, product);
    case LinkState::Quiet: {
        LinkRibbonContent content;
        content.tone = LinkRibbonContent::Tone::Degraded;
        content.heading = link.lastHeardAt ? tr("As of %1.").arg(clockText(*link.lastHeardAt)) : tr("Quiet.");
        content.meaning = tr("The stream of %1 is open but nothing has come for longer than expected. "
                             "Changes are off until it speaks.").arg(cluster);
        content.offer = LinkRibbonContent::Offer::RetryNow;
        return content;
    }
    }
    return {};
}

} // namespace muster
