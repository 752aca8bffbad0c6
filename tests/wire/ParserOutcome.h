// SPDX-License-Identifier: Apache-2.0
#pragma once
// What HttpParser makes of a stream of bytes, whole or cut, for its tests.

#include "core/wire/HttpError.h"
#include "core/wire/HttpParser.h"

namespace muster
{

inline constexpr qsizetype kBodyLimit = 64;

//! What became of a stream of bytes: the requests read, and the status that ended it (0: none).
struct ParserOutcome {
    QList<HttpRequest> requests;
    int status = 0;
    QString why;
    bool operator==(const ParserOutcome &) const = default;
};

inline void feedAll(HttpParser &parser, QByteArrayView bytes, ParserOutcome &outcome)
{
    qsizetype at = 0;
    while (parser.state() != HttpParser::State::Failed) {
        if (parser.state() == HttpParser::State::HeadDone) {
            parser.acceptBody(kBodyLimit);
            continue;
        }
        if (parser.state() == HttpParser::State::Complete) {
            outcome.requests.append(parser.request());
            parser.reset();
            continue;
        }
        if (at == bytes.size())
            return;
        at += parser.feed(bytes.sliced(at));
    }
    outcome.status = statusOf(parser.error());
    outcome.why = parser.error().what;
}

inline ParserOutcome outcomeOf(const QList<QByteArrayView> &pieces)
{
    HttpParser parser;
    ParserOutcome outcome;
    for (const QByteArrayView piece : pieces)
        feedAll(parser, piece, outcome);
    return outcome;
}

inline QByteArray get(const QByteArray &headers)
{
    return "GET /a HTTP/1.1\r\nHost: h:1\r\n" + headers + "\r\n";
}

inline QByteArray post(const QByteArray &headers, const QByteArray &body)
{
    return "POST /a HTTP/1.1\r\nHost: h:1\r\n" + headers + "\r\n" + body;
}

inline QByteArray line(const QByteArray &requestLine)
{
    return requestLine + "\r\nHost: h:1\r\n\r\n";
}

} // namespace muster
