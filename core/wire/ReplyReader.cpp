// SPDX-License-Identifier: Apache-2.0
#include "core/wire/ReplyReader.h"

#include "core/wire/HeaderText.h"

#include <algorithm>
#include <limits>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qsizetype kHeadBytes = 64 * 1024; // F-3; Node, which serves what we talk to, allows 16 KiB.
constexpr int kInterims = 8;                // Replies like 100 Continue before the one that counts.
constexpr QByteArrayView kStart("HTTP/1.");
constexpr QByteArrayView kHeadEnd("\r\n\r\n");

} // namespace

QByteArray ReplyHead::header(QByteArrayView name) const
{
    for (const auto &[one, value] : headers) {
        if (one.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

qsizetype ReplyReader::feed(QByteArrayView bytes, QByteArray *body)
{
    if (bytes.isEmpty())
        return 0;
    m_isFresh = false;
    if (m_state == State::Head)
        return feedHead(bytes);
    if (m_state != State::Body)
        return 0;
    if (m_isChunked) {
        const qsizetype taken = m_chunks.feed(bytes, body, std::numeric_limits<qsizetype>::max());
        if (m_chunks.state() == ChunkReader::State::Done)
            m_state = State::Complete;
        else if (m_chunks.state() != ChunkReader::State::More)
            fail(u"the chunks of its body are malformed"_s);
        return taken;
    }
    const qsizetype piece = m_announced ? std::min(bytes.size(), qsizetype(m_left)) : bytes.size();
    body->append(bytes.first(piece));
    m_left -= piece;
    if (m_announced && m_left == 0)
        m_state = State::Complete;
    return piece;
}

void ReplyReader::end()
{
    if (m_state == State::Body && !m_isChunked && !m_announced)
        m_state = State::Complete;
}

qsizetype ReplyReader::feedHead(QByteArrayView bytes)
{
    const qsizetype before = m_bytes.size();
    m_bytes += bytes.first(std::min(bytes.size(), kHeadBytes + 1 - before));
    const qsizetype known = std::min(kStart.size(), m_bytes.size());
    if (m_bytes.first(known) != kStart.first(known)) {
        const bool isTls = m_bytes.startsWith("\x15\x03"); // An alert: it did not understand our plain request.
        fail(isTls ? u"this port speaks TLS; use https://"_s : u"it begins with other bytes"_s);
        return bytes.size();
    }
    const qsizetype end = m_bytes.indexOf(kHeadEnd, std::max(qsizetype(0), before - kHeadEnd.size()));
    if (end < 0) {
        if (m_bytes.size() > kHeadBytes)
            fail(u"the head of its answer is longer than %1 bytes"_s.arg(kHeadBytes));
        return bytes.size();
    }
    m_bytes.truncate(end + kHeadEnd.size());
    const qsizetype taken = m_bytes.size() - before;
    takeHead();
    return taken;
}

void ReplyReader::takeHead()
{
    const Result<ReplyHead> head = readReplyHead(std::exchange(m_bytes, {}));
    if (!head)
        return fail(head.error().what);
    if (head->status >= 200) {
        m_head = *head;
        return readFraming();
    }
    if (head->status == 101 && m_asked == Asked::Upgrade) {
        m_head = *head;
        m_state = State::Complete;
    } else if (head->status == 101) {
        fail(u"it switched to another protocol unasked"_s);
    } else if (++m_interims > kInterims) {
        fail(u"it sent more than %1 interim answers"_s.arg(kInterims));
    }
}

//! RFC 9112, 6.3. The grammar refuses a length beside chunks.
void ReplyReader::readFraming()
{
    bool hasCoding = false;
    bool closes = m_head.version < 11;
    for (const auto &[name, value] : std::as_const(m_head.headers)) {
        if (isSameText(name, "transfer-encoding")) {
            if (hasCoding || !isSameText(value, "chunked"))
                return fail(u"its answer has a Transfer-Encoding that is not chunked"_s);
            hasCoding = true;
        } else if (isSameText(name, "content-length")) {
            const std::optional<qint64> length = plainLength(value);
            if (!length || (m_announced && m_announced != length))
                return fail(u"its answer has no plain Content-Length"_s);
            m_announced = length;
        } else if (isSameText(name, "connection")) {
            closes = closes || hasToken(value, "close");
        }
    }
    m_isChunked = hasCoding;
    m_left = m_announced.value_or(0);
    const bool isBare = m_asked == Asked::Head || m_head.status == 204 || m_head.status == 304;
    m_state = isBare || m_announced == 0 ? State::Complete : State::Body;
    m_keeps = !closes && (isBare || m_isChunked || m_announced);
}

void ReplyReader::fail(const QString &fault)
{
    m_state = State::Failed;
    m_fault = fault;
    m_bytes = {};
}

} // namespace muster
