// SPDX-License-Identifier: Apache-2.0
#include "core/wire/WsReader.h"

#include <QtEndian>

#include <algorithm>
#include <utility>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

constexpr quint64 kControlBytes = 125; // RFC 6455, 5.5.
constexpr quint64 kShort = 125;        // Longest payload whose length stands in the second byte.

bool isKnown(quint8 opcode)
{
    return opcode <= quint8(WsOpcode::Binary) || (opcode >= quint8(WsOpcode::Close) && opcode <= quint8(WsOpcode::Pong));
}

//! RFC 6455, 7.4, and what was registered since; 1004 to 1006 and 1015 are never sent.
bool maybeSent(quint16 code)
{
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

} // namespace

void WsReader::feed(QByteArrayView bytes, QList<WsMessage> *out)
{
    while (!bytes.isEmpty() && m_state == State::Open)
        bytes = bytes.sliced(m_isInPayload ? feedPayload(bytes, out) : feedHead(uchar(bytes[0]), out));
}

//! Each byte is judged when it comes: nothing is waited for that cannot become right any more.
qsizetype WsReader::feedHead(uchar byte, QList<WsMessage> *out)
{
    m_head[size_t(m_headBytes++)] = byte;
    if (m_headBytes == 1)
        takeFirstByte(byte);
    else if (m_headBytes == 2)
        takeSecondByte(byte);
    if (m_state == State::Open && m_headBytes == m_headSize)
        takeHead(out);
    return 1;
}

void WsReader::takeFirstByte(uchar byte)
{
    m_headSize = 2;
    m_isFinal = byte & 0x80;
    const quint8 opcode = byte & 0x0f;
    if (byte & 0x70)
        return fail(wsclose::kProtocol, u"it set reserved bits"_s);
    if (!isKnown(opcode))
        return fail(wsclose::kProtocol, u"it sent a frame of the unknown kind %1"_s.arg(opcode));
    m_opcode = WsOpcode(opcode);
    if (isControl() && !m_isFinal)
        return fail(wsclose::kProtocol, u"it cut a control frame into fragments"_s);
    if (m_opcode == WsOpcode::Continuation && !m_kind)
        return fail(wsclose::kProtocol, u"it went on with a message that had not begun"_s);
    if (m_opcode != WsOpcode::Continuation && !isControl() && m_kind)
        fail(wsclose::kProtocol, u"it began a message within another"_s);
}

void WsReader::takeSecondByte(uchar byte)
{
    const bool isMasked = byte & 0x80;
    const quint8 length = byte & 0x7f;
    if (isMasked != (m_role == WsRole::Server))
        return fail(wsclose::kProtocol, isMasked ? u"it masked a frame, which only clients do"_s : u"it did not mask a frame"_s);
    if (isControl() && length > kControlBytes)
        return fail(wsclose::kProtocol, u"it sent a control frame of more than %1 bytes"_s.arg(kControlBytes));
    m_headSize = 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + (isMasked ? 4 : 0);
}

void WsReader::takeHead(QList<WsMessage> *out)
{
    const quint8 shortLength = m_head[1] & 0x7f;
    quint64 length = shortLength;
    if (shortLength == 126)
        length = qFromBigEndian<quint16>(&m_head[2]);
    else if (shortLength == 127)
        length = qFromBigEndian<quint64>(&m_head[2]);
    if ((shortLength == 126 && length <= kShort) || (shortLength == 127 && (length <= 0xffff || length >> 63)))
        return fail(wsclose::kProtocol, u"it wrote a length in more bytes than it needs"_s);
    if (!isControl() && length > quint64(m_most - m_message.size()))
        return fail(wsclose::kTooBig, u"it sent a message of more than %1 bytes"_s.arg(m_most));
    m_left = qsizetype(length);
    if (m_role == WsRole::Server)
        std::copy_n(m_head.begin() + m_headSize - 4, 4, m_mask.begin());
    m_maskAt = 0;
    m_headBytes = 0;
    if (isControl())
        m_control.clear();
    else if (!m_kind)
        m_kind = m_opcode;
    m_isInPayload = true;
    if (m_left == 0)
        takeFrame(out);
}

qsizetype WsReader::feedPayload(QByteArrayView bytes, QList<WsMessage> *out)
{
    const qsizetype count = std::min(bytes.size(), m_left);
    QByteArray &into = isControl() ? m_control : m_message;
    const qsizetype before = into.size();
    into.append(bytes.first(count));
    if (m_role == WsRole::Server) {
        char *const fresh = into.data() + before;
        for (qsizetype i = 0; i < count; ++i)
            fresh[i] = char(uchar(fresh[i]) ^ m_mask[size_t((m_maskAt + i) & 3)]);
        m_maskAt = (m_maskAt + count) & 3;
    }
    m_left -= count;
    if (!isControl() && m_kind == WsOpcode::Text && !m_text.feed(QByteArrayView(into).sliced(before)))
        fail(wsclose::kBadUtf8, u"it sent text that is not UTF-8"_s);
    else if (m_left == 0)
        takeFrame(out);
    return count;
}

void WsReader::takeFrame(QList<WsMessage> *out)
{
    m_isInPayload = false;
    if (m_opcode == WsOpcode::Close)
        return takeClose(out);
    if (isControl()) {
        out->append({m_opcode, std::exchange(m_control, {}), wsclose::kNone});
        return;
    }
    if (!m_isFinal)
        return;
    const WsOpcode kind = *m_kind;
    if (kind == WsOpcode::Text && !m_text.isWhole())
        return fail(wsclose::kBadUtf8, u"it sent text that ends within a character"_s);
    out->append({kind, std::exchange(m_message, {}), wsclose::kNone});
    m_kind.reset();
    m_text = {};
}

void WsReader::takeClose(QList<WsMessage> *out)
{
    if (m_control.isEmpty()) {
        m_state = State::Closed;
        out->append({WsOpcode::Close, {}, wsclose::kNone});
        return;
    }
    const quint16 code = m_control.size() < 2 ? 0 : qFromBigEndian<quint16>(m_control.constData());
    if (!maybeSent(code))
        return fail(wsclose::kProtocol, u"it closed without a valid code"_s);
    Utf8Check text;
    if (!text.feed(QByteArrayView(m_control).sliced(2)) || !text.isWhole())
        return fail(wsclose::kBadUtf8, u"it closed with a reason that is not UTF-8"_s);
    m_state = State::Closed;
    out->append({WsOpcode::Close, m_control.sliced(2), code});
}

void WsReader::fail(quint16 code, const QString &what)
{
    m_state = State::Failed;
    m_failureCode = code;
    m_failure = what;
    m_message = {};
    m_control = {};
}

} // namespace muster
