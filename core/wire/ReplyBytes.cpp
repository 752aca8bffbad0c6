// SPDX-License-Identifier: Apache-2.0
#include "core/wire/ReplyBytes.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

struct StatusLine {
    int status;
    QByteArrayView line;
};

constexpr std::array kStatusLines{
    StatusLine{101, "HTTP/1.1 101 Switching Protocols\r\n"},
    StatusLine{200, "HTTP/1.1 200 OK\r\n"},
    StatusLine{201, "HTTP/1.1 201 Created\r\n"},
    StatusLine{202, "HTTP/1.1 202 Accepted\r\n"},
    StatusLine{204, "HTTP/1.1 204 No Content\r\n"},
    StatusLine{304, "HTTP/1.1 304 Not Modified\r\n"},
    StatusLine{400, "HTTP/1.1 400 Bad Request\r\n"},
    StatusLine{401, "HTTP/1.1 401 Unauthorized\r\n"},
    StatusLine{403, "HTTP/1.1 403 Forbidden\r\n"},
    StatusLine{404, "HTTP/1.1 404 Not Found\r\n"},
    StatusLine{405, "HTTP/1.1 405 Method Not Allowed\r\n"},
    StatusLine{408, "HTTP/1.1 408 Request Timeout\r\n"},
    StatusLine{409, "HTTP/1.1 409 Conflict\r\n"},
    StatusLine{413, "HTTP/1.1 413 Content Too Large\r\n"},
    StatusLine{414, "HTTP/1.1 414 URI Too Long\r\n"},
    StatusLine{415, "HTTP/1.1 415 Unsupported Media Type\r\n"},
    StatusLine{417, "HTTP/1.1 417 Expectation Failed\r\n"},
    StatusLine{421, "HTTP/1.1 421 Misdirected Request\r\n"},
    StatusLine{426, "HTTP/1.1 426 Upgrade Required\r\n"},
    StatusLine{429, "HTTP/1.1 429 Too Many Requests\r\n"},
    StatusLine{431, "HTTP/1.1 431 Request Header Fields Too Large\r\n"},
    StatusLine{500, "HTTP/1.1 500 Internal Server Error\r\n"},
    StatusLine{501, "HTTP/1.1 501 Not Implemented\r\n"},
    StatusLine{502, "HTTP/1.1 502 Bad Gateway\r\n"},
    StatusLine{503, "HTTP/1.1 503 Service Unavailable\r\n"},
    StatusLine{504, "HTTP/1.1 504 Gateway Timeout\r\n"},
};

void appendStatusLine(QByteArray &out, int status)
{
    const auto found = std::ranges::find(kStatusLines, status, &StatusLine::status);
    if (found != kStatusLines.end())
        out += found->line;
    else
        out += "HTTP/1.1 " + QByteArray::number(status) + " Status\r\n";
}

bool hasLineEnd(const QByteArray &text)
{
    return text.contains('\r') || text.contains('\n');
}

bool hasLength(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

} // namespace

void appendReplyHead(QByteArray &out, const HttpReply &reply, ReplyFrame frame, const QByteArray &date)
{
    appendStatusLine(out, reply.status);
    out += date;
    if (!reply.contentType.isEmpty())
        out.append("Content-Type: ").append(reply.contentType).append("\r\n");
    out += "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n";
    for (const auto &[name, value] : reply.headers) {
        Q_ASSERT(!hasLineEnd(name) && !hasLineEnd(value));
        if (!hasLineEnd(name) && !hasLineEnd(value)) // A line end would let its author write our headers.
            out.append(name).append(": ").append(value).append("\r\n");
    }
    if (!frame.isStream && hasLength(reply.status))
        out.append("Content-Length: ").append(QByteArray::number(reply.body.size())).append("\r\n");
    if (frame.closes)
        out += "Connection: close\r\n";
    out += "\r\n";
}

bool sendsBody(const HttpReply &reply, ReplyFrame frame)
{
    return !frame.isHead && !frame.isStream && hasLength(reply.status);
}

QByteArray dateLine(qint64 msSinceEpoch)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(msSinceEpoch, Qt::UTC);
    return "Date: " + QLocale::c().toString(at, u"ddd, dd MMM yyyy hh:mm:ss").toLatin1() + " GMT\r\n";
}

} // namespace muster
