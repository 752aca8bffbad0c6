// SPDX-License-Identifier: Apache-2.0
#include "app/shared/RefusalText.h"

#include "core/wire/HttpRequest.h"

#include <QRegularExpression>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kCut = ".***"_L1;

//! "10.0.0.7" of what a socket for both kinds of addresses calls ::ffff:10.0.0.7.
QString sourceOf(const QHostAddress &peer)
{
    bool isV4 = false;
    const quint32 v4 = peer.toIPv4Address(&isV4);
    return isV4 ? QHostAddress(v4).toString() : peer.toString();
}

//! \a segment up to the dot when a secret may stand behind it. Where a token's id belongs anything may be one, also half of
//! a secret; elsewhere ids of nodes have dots too, but hardly so long a tail.
QString withoutSecret(const QString &segment, bool isOfToken)
{
    static const QRegularExpression ours(u"^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{24,}"_s);
    const bool hasSecret = isOfToken ? segment.contains(u'.') : ours.match(segment).hasMatch();
    return hasSecret ? segment.section(u'.', 0, 0) + kCut : segment;
}

} // namespace

AccessRefused refusalOf(const HttpRequest &request, const Error &error)
{
    QString what(methodName(request.method));
    what += u' ';
    for (qsizetype i = 0; i < request.segments.size(); ++i)
        what += u'/' + withoutSecret(request.segments[i], i > 0 && request.segments[i - 1] == "tokens"_L1);
    return {request.caller.name, what, sourceOf(request.peer), error.what};
}

} // namespace muster
