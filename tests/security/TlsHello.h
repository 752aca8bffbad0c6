// SPDX-License-Identifier: Apache-2.0
#pragma once
// The first message of TLS, written byte by byte: no library offers any more what must be refused. Source: RFC 5246, 7.4.1;
// RFC 8446, 4.1.

#include <QByteArray>
#include <QEventLoop>
#include <QHostAddress>
#include <QList>
#include <QTcpSocket>
#include <QTimer>

#include <optional>

namespace muster {

inline constexpr quint16 kTls10 = 0x0301;
inline constexpr quint16 kTls11 = 0x0302;
inline constexpr quint16 kTls12 = 0x0303;
inline constexpr quint16 kTls13 = 0x0304;
inline constexpr quint16 kSsl3 = 0x0300;

//! What a client offers.
struct TlsOffer {
    quint16 version = kTls12; //!< The highest one. 1.3 is offered as it must be, in an extension.
    QList<quint16> ciphers = {};
    QByteArray compressions = QByteArray(1, '\0');
    quint16 group = 0x0017; //!< Of the key exchange: P-256.
};

//! What a server makes of it.
struct TlsAnswer {
    bool isHello = false;           //!< It chose; else it refused or said nothing.
    quint16 version = 0;            //!< That was chosen.
    quint16 cipher = 0;             //!< The same.
    int compression = -1;           //!< The same.
    QByteArray random = {};         //!< Of the server.
    QList<quint16> extensions = {}; //!< Their numbers.
    int alert = -1;                 //!< Description of the alert, if there was one.
};

namespace tls {

inline QByteArray number(quint32 value, int bytes)
{
    QByteArray text;
    for (int i = bytes - 1; i >= 0; --i)
        text.append(char(value >> (8 * i)));
    return text;
}
//! \a content behind its length.
inline QByteArray sized(const QByteArray &content, int bytes)
{
    return number(quint32(content.size()), bytes) + content;
}
inline QByteArray extension(quint16 kind, const QByteArray &content)
{
    return number(kind, 2) + sized(content, 2);
}
inline quint32 numberAt(QByteArrayView bytes, qsizetype at, int count)
{
    quint32 value = 0;
    for (int i = 0; i < count; ++i)
        value = value << 8 | (at + i < bytes.size() ? quint8(bytes[at + i]) : 0);
    return value;
}

//! The record that offers \a offer.
inline QByteArray hello(const TlsOffer &offer)
{
    QByteArray ciphers;
    for (const quint16 one : offer.ciphers)
        ciphers += number(one, 2);
    QByteArray extensions = extension(10, sized(number(offer.group, 2), 2)) + extension(11, sized(QByteArray(1, '\0'), 1))
        + extension(13, sized(QByteArray::fromHex("0403050306030804080508060401050106010203020102020303"), 2))
        + extension(0xff01, QByteArray(1, '\0')) + extension(15, QByteArray(1, '\1')); // Renegotiation; heartbeats.
    const quint16 legacy = std::min(offer.version, kTls12);
    if (offer.version == kTls13)
        extensions += extension(43, sized(number(kTls13, 2), 1)) + extension(51, QByteArray(2, '\0')); // No key: it asks for one.
    const QByteArray body = number(legacy, 2) + QByteArray(32, 'r') + sized({}, 1) + sized(ciphers, 2)
        + sized(offer.compressions, 1) + (offer.version == kSsl3 ? QByteArray() : sized(extensions, 2));
    return char(0x16) + number(std::min(legacy, kTls10), 2) + sized(char(1) + sized(body, 3), 2);
}

//! What \a bytes, the beginning of a server's answer, say; nullopt while more is needed.
inline std::optional<TlsAnswer> read(const QByteArray &bytes)
{
    if (bytes.size() < 5 || bytes.size() < 5 + qsizetype(numberAt(bytes, 3, 2)))
        return std::nullopt;
    TlsAnswer answer;
    if (bytes[0] == 0x15)
        answer.alert = int(numberAt(bytes, 6, 1));
    if (bytes[0] != 0x16 || bytes[5] != 2)
        return answer;
    const QByteArrayView body = QByteArrayView(bytes).sliced(9);
    answer.isHello = true;
    answer.version = quint16(numberAt(body, 0, 2));
    answer.random = body.sliced(2, 32).toByteArray();
    qsizetype at = 35 + qsizetype(numberAt(body, 34, 1));
    answer.cipher = quint16(numberAt(body, at, 2));
    answer.compression = int(numberAt(body, at + 2, 1));
    const qsizetype end = at + 5 + qsizetype(numberAt(body, at + 3, 2));
    for (at += 5; at + 4 <= end; at += 4 + qsizetype(numberAt(body, at + 2, 2))) {
        answer.extensions.append(quint16(numberAt(body, at, 2)));
        if (answer.extensions.last() == 43)
            answer.version = quint16(numberAt(body, at + 4, 2));
    }
    return answer;
}

} // namespace tls

//! Sends \a bytes to a server and reads what it answers, until it is known or the server hangs up; ten seconds at most.
inline TlsAnswer answerTo(const QHostAddress &host, quint16 port, const QByteArray &bytes)
{
    QTcpSocket socket;
    QByteArray got;
    std::optional<TlsAnswer> answer;
    QEventLoop loop; // Not QTest::qWaitFor(), which looks only every 10 ms: hundreds are asked.
    QObject::connect(&socket, &QTcpSocket::connected, &socket, [&] { socket.write(bytes); });
    QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [&] {
        got += socket.readAll();
        if ((answer = tls::read(got)))
            loop.quit();
    });
    QObject::connect(&socket, &QTcpSocket::errorOccurred, &loop, &QEventLoop::quit);
    QTimer::singleShot(10'000, &loop, &QEventLoop::quit);
    socket.connectToHost(host, port);
    loop.exec();
    return answer.value_or(TlsAnswer());
}

} // namespace muster
