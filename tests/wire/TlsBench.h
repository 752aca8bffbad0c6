// SPDX-License-Identifier: Apache-2.0
#pragma once
// Certificates made for tests, and a peer that speaks TLS byte by byte.

#include "core/wire/TlsCertificate.h"
#include "core/wire/TlsIdentity.h"

#include <QSslConfiguration>
#include <QSslSocket>
#include <QTest>

namespace muster
{

//! A certificate in PEM form with its key.
struct MadePair {
    QByteArray certificate{};
    QByteArray key{};

    TlsIdentity identity() const
    {
        return {.chain = QSslCertificate::fromData(certificate, QSsl::Pem), .key = keyFromPem(key)};
    }
    TlsPin pin() const { return identity().pin(); }
};

//! For 127.0.0.1 and "localhost", unless \a names says otherwise.
inline MadePair madePair(const CertificateTerms &terms = {}, const QStringList &names = {QStringLiteral("localhost")},
                         const QList<QHostAddress> &addresses = {QHostAddress(QHostAddress::LocalHost)})
{
    const QByteArray key = freshKeyPem();
    return {certificatePem(key, names, addresses, terms), key};
}

//! A pair that \a authority vouches for.
inline MadePair vouchedPair(const MadePair &authority, CertificateTerms terms = {},
                            const QList<QHostAddress> &addresses = {QHostAddress(QHostAddress::LocalHost)})
{
    terms.issuerPem = authority.certificate;
    terms.issuerKeyPem = authority.key;
    return madePair(terms, {QStringLiteral("vouched.test")}, addresses);
}

//! A connected socket behind TLS that believes \a server alone and keeps all it got.
class TlsPeer
{
public:
    enum class Reads { Yes, No };

    TlsPeer(quint16 port, const TlsIdentity &server, Reads reads = Reads::Yes)
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates({server.chain.first()});
        m_socket.setSslConfiguration(configuration);
        if (reads == Reads::Yes)
            QObject::connect(&m_socket, &QSslSocket::readyRead, &m_socket, [this] { m_got += m_socket.readAll(); });
        m_socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
        m_isConnected = QTest::qWaitFor([this] { return m_socket.isEncrypted(); }, 5000);
        if (reads == Reads::No)
            m_socket.setReadBufferSize(1);
    }

    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        m_socket.flush();
    }
    //! Sends and waits until \a count replies have arrived; gives all bytes so far.
    QByteArray ask(const QByteArray &bytes, int count = 1)
    {
        const int before = replies();
        send(bytes);
        (void)QTest::qWaitFor([this, before, count] { return replies() >= before + count || isClosed(); }, 5000);
        return m_got;
    }
    int replies() const { return int(m_got.count("HTTP/1.1 ")); }
    bool isClosed() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    bool waitForClose() const
    {
        return QTest::qWaitFor([this] { return isClosed(); }, 5000);
    }
    bool isConnected() const { return m_isConnected; }
    const QByteArray &got() const { return m_got; }
    QSslSocket &socket() { return m_socket; }

private:
    QSslSocket m_socket;
    QByteArray m_got;
    bool m_isConnected = false;
};

} // namespace muster
