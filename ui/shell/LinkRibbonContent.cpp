// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/LinkRibbonContent.h"

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
    content.cause = errorWords(link.cause).heading;
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

LinkRibbonContent blockedContent(const QString &cluster, const LinkReport &link)
{
    const ErrorWords words = errorWords(link.cause);
    LinkRibbonContent content;
    content.tone = LinkRibbonContent::Tone::Failed;
    content.details = link.cause.text();
    content.offer = LinkRibbonContent::Offer::RetryNow;
    if (link.cause.kind == ErrorKind::Refused) {
        content.heading = tr("%1 does not let you in.").arg(cluster);
        content.meaning = tr("It wants another token than the one it was shown.");
        content.offer = LinkRibbonContent::Offer::SignIn;
    } else if (link.cause.kind == ErrorKind::Protocol) {
        content.heading = tr("%1 is not a Muster server.").arg(cluster);
        content.meaning = tr("Something else answers at this address.");
    } else {
        content.heading = tr("%1 cannot be followed.").arg(cluster);
        content.meaning = words.advice;
        content.cause = words.heading;
    }
    return content;
}

} // namespace

LinkRibbonContent linkRibbonContent(const QString &cluster, const LinkReport &link, bool hasState,
                                    std::optional<Timestamp> lostAt)
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
        return blockedContent(cluster, link);
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
