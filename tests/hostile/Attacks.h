// SPDX-License-Identifier: Apache-2.0
#pragma once
// What hostile servers answer with (F-3), and what a client must make of it.

#include "core/base/Error.h"
#include "tests/support/HostileServer.h"

#include <QList>
#include <QString>


namespace muster
{

using Qt::StringLiterals::operator""_ba;
using Qt::StringLiterals::operator""_s;

//! One way to answer.
struct Attack {
    const char *name = "";
    HostileAnswer answer{};
    ErrorKind kind = ErrorKind::Protocol; //!< Of the error that a client ends with.
};

inline constexpr qint64 kGigabyte = qint64(1) << 30;

//! \a unit without end.
inline std::function<QByteArray(qint64)> endless(const QByteArray &unit)
{
    QByteArray piece;
    while (piece.size() < 64 * 1024)
        piece += unit;
    return [piece](qint64) { return piece; };
}
//! \a unit \a times times, in pieces of a thousand.
inline std::function<QByteArray(qint64)> repeated(const QByteArray &unit, qint64 times)
{
    return [piece = unit.repeated(1000), times](qint64 n) { return n < times / 1000 ? piece : QByteArray(); };
}
//! 64 MiB of zeros, packed to 64 KiB. "deflate" and "gzip" readers take it.
inline QByteArray bomb()
{
    static const QByteArray packed = [] { return qCompress(QByteArray(64 * 1024 * 1024, '0'), 9).mid(4); }();
    return packed;
}

inline QByteArray okHead(const QByteArray &type, const QByteArray &more = {})
{
    return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n" + more + "\r\n";
}

//! Harm below what is being asked for: the head and the framing. \a type is what the client expects.
inline QList<Attack> framingAttacks(const QByteArray &type)
{
    const QByteArray ok = "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n";
    const QByteArray chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
    return {
        {"endless status line", {"HTTP/1.1 200 ", endless("O")}},
        {"endless header", {ok + "X-A: ", endless("x")}},
        {"header flood", {ok, endless("X-A: b\r\n")}},
        {"flood of 100 Continue", {{}, endless("HTTP/1.1 100 Continue\r\n\r\n")}},
        {"endless chunk size", {chunked, endless("1")}},
        {"endless chunk extension", {chunked + "5;", endless("x")}},
        {"not HTTP", {"SSH-2.0-OpenSSH_9.2\r\n\r\n"}},
        {"nothing at all", {{}}, ErrorKind::Unreachable},
    };
}

//! Harm in place of a stream of events.
inline QList<Attack> streamAttacks()
{
    const QByteArray head = okHead("text/event-stream");
    const auto ids = [](qint64 n) {
        QByteArray piece;
        for (qint64 i = n * 1000; n < 1000 && i < (n + 1) * 1000; ++i)
            piece += "id: e1-" + QByteArray::number(i) + "\n\n";
        return piece;
    };
    const QByteArray chunked = head.chopped(2) + "Transfer-Encoding: chunked\r\n\r\n";
    const QByteArray redirect = "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n";
    return framingAttacks("text/event-stream") +
           QList<Attack>{
               {"truncated chunk", {chunked + "5\r\nab"}, ErrorKind::Unreachable},
               {"endless line", {head, endless("x")}, ErrorKind::Protocol},
               {"a gigabyte of data", {head, endless("data: " + QByteArray(8000, 'x') + "\n")}, ErrorKind::Protocol},
               {"a million ids", {head, ids}, ErrorKind::Unreachable},
               {"NULs", {head, endless(QByteArray(1, '\0'))}, ErrorKind::Protocol},
               {"invalid UTF-8",
                {head, repeated("event: \xff\xfe\ndata: \xc3\x28\xf0\n\n", 10'000)},
                ErrorKind::Unreachable},
               {"retry 1e20", {head + "retry: 100000000000000000000\n\n"}, ErrorKind::Unreachable},
               {"wrong type", {okHead("text/html"), endless("<p>")}, ErrorKind::Protocol},
               {"redirects", {redirect}, ErrorKind::Protocol},
               {"packed", {okHead("text/event-stream", "Content-Encoding: gzip\r\n") + bomb()}, ErrorKind::Unreachable},
               {"no content", {"HTTP/1.1 204 No Content\r\n\r\n"}, ErrorKind::Refused},
               {"endless refusal", {"HTTP/1.1 500 Oops\r\n\r\n", endless("x")}, ErrorKind::Internal},
           };
}

//! Harm in place of an answer in JSON.
inline QList<Attack> replyAttacks()
{
    const QByteArray head = okHead("application/json");
    const QByteArray chunked = head.chopped(2) + "Transfer-Encoding: chunked\r\n\r\n";
    const QByteArray redirect = "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n";
    return framingAttacks("application/json") +
           QList<Attack>{
               {"truncated chunk", {chunked + "5\r\n{\"a"}, ErrorKind::Unreachable},
               {"endless body", {head, endless("[")}, ErrorKind::Protocol},
               {"a gigabyte",
                {okHead("application/json", "Content-Length: 1073741824\r\n"), endless(" ")},
                ErrorKind::Protocol},
               {"less than announced",
                {okHead("application/json", "Content-Length: 1000\r\n") + "{}"},
                ErrorKind::Unreachable},
               {"redirects", {redirect}, ErrorKind::Protocol},
               {"packed", {okHead("application/json", "Content-Encoding: gzip\r\n") + bomb()}, ErrorKind::Protocol},
               {"deep", {head + QByteArray(500'000, '[')}, ErrorKind::Protocol},
               {"a number", {head + "42"}, ErrorKind::Protocol},
               {"an array", {head + "[]"}, ErrorKind::Protocol},
               {"NULs", {head + QByteArray(1000, '\0')}, ErrorKind::Protocol},
               {"invalid UTF-8", {head + "{\"a\":\"\xc3\x28\"}\xff"}, ErrorKind::Protocol},
               {"html", {okHead("text/html") + "<html>"}, ErrorKind::Protocol},
               {"endless refusal", {"HTTP/1.1 500 Oops\r\n\r\n", endless("x")}, ErrorKind::Internal},
           };
}

} // namespace muster
