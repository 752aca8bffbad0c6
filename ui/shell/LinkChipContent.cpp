// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/LinkChipContent.h"

#include "ui/kit/CodeText.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/RelativeTime.h"

#include <QCoreApplication>

namespace muster {

namespace {

using namespace Qt::StringLiterals;
using IconColor = LinkChipContent::IconColor;

constexpr milliseconds kSkewShown{2000}; // ux.md 3.3 c: below, a slow answer looks the same.

QString tr(const char *text)
{
    return QCoreApplication::translate("LinkChip", text);
}

//! "0.3 s" below ten seconds, then whole units: a stream that is kept alive every 5 s shows tenths.
QString heardAgo(const LinkReport &link, Timestamp now)
{
    if (!link.lastHeardAt)
        return {};
    const milliseconds span = std::max(milliseconds(0), now - *link.lastHeardAt);
    if (span >= std::chrono::seconds(10))
        return shortAge(span);
    return u"%1\u00A0s"_s.arg(static_cast<double>(span.count()) / 1000.0, 0, 'f', 1);
}

QString polledSentence(const LinkReport &link, Timestamp now)
{
    const QString polled = link.pollInterval
        ? tr("Polled: this cluster does not report by itself; it is asked every %1.").arg(shortAge(*link.pollInterval))
        : tr("Polled: this cluster is asked at intervals, it does not report by itself.");
    return link.lastHeardAt ? polled + u' ' + tr("It answered %1 ago.").arg(heardAgo(link, now)) : polled;
}

LinkChipContent liveContent(ClusterKind kind, const LinkReport &link, Timestamp now)
{
    if (kind == ClusterKind::Demo)
        return {.icon = "demo"_L1, .iconColor = IconColor::Quiet, .word = tr("Demo"), .detail = {},
                .tone = LinkTone::Calm, .spoken = tr("Demo: a scripted fleet in memory. No network is used.")};
    if (kind == ClusterKind::Local)
        return {.icon = "this-machine"_L1, .iconColor = IconColor::Quiet, .word = tr("This machine"), .detail = {},
                .tone = LinkTone::Calm, .spoken = tr("This machine: the node runs inside this program.")};
    if (link.state == LinkState::Polled)
        return {.icon = "link-live"_L1, .iconColor = IconColor::Online, .word = tr("Polled"),
                .detail = link.pollInterval ? tr("every %1").arg(shortAge(*link.pollInterval)) : heardAgo(link, now),
                .tone = LinkTone::Calm, .spoken = polledSentence(link, now)};
    return {.icon = "link-live"_L1, .iconColor = IconColor::Online, .word = tr("Live"), .detail = heardAgo(link, now),
            .tone = LinkTone::Calm, .spoken = tr("Live: what you see is what is.")};
}

QString retryWord(const LinkReport &link, Timestamp now)
{
    const int attempt = std::max(1, link.attempt);
    if (!link.retryAt || *link.retryAt <= now)
        return tr("Retry %1 now").arg(attempt);
    // Rounded up, so that "in 0 s" is never shown.
    const qint64 seconds = ((*link.retryAt - now).count() + 999) / 1000;
    return tr("Retry %1 in %2").arg(QString::number(attempt), shortAge(std::chrono::seconds(seconds)));
}

QString blockedWord(const Error &cause, const QString &product)
{
    // The code first: a changed key is of the same kind as a server that is none.
    if (const auto words = codeWords(cause.code))
        return words->chip;
    if (cause.kind == ErrorKind::Refused)
        return tr("Sign-in");
    if (cause.kind == ErrorKind::Protocol || cause.kind == ErrorKind::NotFound)
        return product == u"Muster" ? tr("Not a Muster server") : tr("Not %1").arg(product);
    return tr("Blocked");
}

LinkChipContent blockedContent(const Error &cause, const QString &product)
{
    const ErrorWords words = errorWords(cause);
    return {.icon = "link-blocked"_L1, .iconColor = IconColor::Tone, .word = blockedWord(cause, product), .detail = {},
            .tone = LinkTone::Blocked,
            .spoken = tr("Blocked: this needs you. %1. %2").arg(words.heading, words.advice)};
}

LinkChipContent withoutSkew(ClusterKind kind, const LinkReport &link, Timestamp now, const QString &product)
{
    const LinkChipContent none{.icon = {}, .iconColor = IconColor::Quiet, .word = tr("Not connected"), .detail = {},
                               .tone = LinkTone::Calm, .spoken = tr("Not connected to a cluster.")};
    if (kind == ClusterKind::None)
        return none;
    switch (link.state) {
    case LinkState::Idle:
        return none;
    case LinkState::Connecting:
        return {.icon = "link"_L1, .iconColor = IconColor::Quiet, .word = tr("Connecting"), .detail = {},
                .tone = LinkTone::Calm, .spoken = tr("Connecting.")};
    case LinkState::Live:
    case LinkState::Polled:
        return liveContent(kind, link, now);
    case LinkState::Quiet: {
        const QString span = link.lastHeardAt ? shortAge(now - *link.lastHeardAt) : QString();
        const QString word = span.isEmpty() ? tr("Quiet") : tr("Quiet %1").arg(span);
        return {.icon = "link-quiet"_L1, .iconColor = IconColor::Degraded, .word = word, .detail = {},
                .tone = LinkTone::Calm,
                .spoken = tr("Quiet: the stream is open, but nothing has come for longer than expected.")};
    }
    case LinkState::Reconnecting:
        return {.icon = "link-retry"_L1, .iconColor = IconColor::Tone, .word = retryWord(link, now), .detail = {},
                .tone = LinkTone::Lost,
                .spoken = tr("Not connected: %1. What you see is the last known state; it is tried again by itself.")
                              .arg(linkErrorWords(link.cause).heading)};
    case LinkState::Resyncing:
        return {.icon = "resync"_L1, .iconColor = IconColor::Quiet, .word = tr("Resync"), .detail = {},
                .tone = LinkTone::Calm, .spoken = tr("Resync: reading the whole state again.")};
    case LinkState::Blocked:
        return blockedContent(link.cause, product);
    }
    return none;
}

} // namespace

LinkChipContent linkChipContent(ClusterKind kind, const LinkReport &link, Timestamp now, const LinkPeer &peer)
{
    LinkChipContent content = withoutSkew(kind, link, now, peer.product);
    if (const QString skewed = skewSentence(peer.skew); !skewed.isEmpty() && kind == ClusterKind::Remote)
        content.spoken += u' ' + skewed;
    return content;
}

QString skewSentence(milliseconds skew)
{
    if (std::chrono::abs(skew) <= kSkewShown)
        return {};
    const QString span = longSpan(std::chrono::abs(skew));
    return skew.count() > 0 ? tr("This machine's clock is %1 ahead of the server's; ages and events are shown corrected.").arg(span)
                            : tr("This machine's clock is %1 behind the server's; ages and events are shown corrected.").arg(span);
}

QString changesOffReason(const LinkReport &link)
{
    if (link.isLive())
        return {};
    if (link.state == LinkState::Resyncing)
        return tr("Reading the whole state: changes are off.");
    if (link.state == LinkState::Quiet)
        return tr("Nothing heard for a while: changes are off.");
    return tr("Not connected: changes are off.");
}

} // namespace muster
