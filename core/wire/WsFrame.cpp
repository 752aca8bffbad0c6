// SPDX-License-Identifier: Apache-2.0
#include "core/wire/WsFrame.h"

#include <QtEndian>

namespace muster
{

namespace
{

constexpr qsizetype kControlBytes = 125; // RFC 6455, 5.5.
constexpr quint8 kFinal = 0x80;
constexpr quint8 kMasked = 0x80;

template <typename T>
void appendBig(QByteArray *out, T number)
{
    const T big = qToBigEndian(number);
    out->append(reinterpret_cast<const char *>(&big), qsizetype(sizeof big));
}

} // namespace

QByteArray wsFrame(WsOpcode opcode, QByteArrayView payload, std::optional<quint32> mask)
{
    QByteArray out;
    out.reserve(payload.size() + 14);
    out.append(char(kFinal | quint8(opcode)));
    const quint8 masked = mask ? kMasked : 0;
    if (payload.size() <= 125) {
        out.append(char(masked | quint8(payload.size())));
    } else if (payload.size() <= 0xffff) {
        out.append(char(masked | 126));
        appendBig(&out, quint16(payload.size()));
    } else {
        out.append(char(masked | 127));
        appendBig(&out, quint64(payload.size()));
    }
    if (!mask)
        return out.append(payload);
    appendBig(&out, *mask);
    const QByteArray key = out.last(4);
    const qsizetype at = out.size();
    out.append(payload);
    char *const bytes = out.data() + at;
    for (qsizetype i = 0; i < payload.size(); ++i)
        bytes[i] = char(bytes[i] ^ key[i & 3]);
    return out;
}

QByteArray wsClosePayload(quint16 code, const QString &why)
{
    QByteArray out;
    appendBig(&out, code);
    QByteArray text = why.toUtf8();
    if (const qsizetype most = kControlBytes - out.size(); text.size() > most) {
        qsizetype end = most;
        while (end > 0 && (uchar(text[end]) & 0xc0) == 0x80)
            --end;
        text.truncate(end);
    }
    return out + text;
}

} // namespace muster
