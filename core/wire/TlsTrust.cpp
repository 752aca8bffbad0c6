// SPDX-License-Identifier: Apache-2.0
#include "core/wire/TlsTrust.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>

#include <algorithm>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

Error refusal(QLatin1StringView code, const QString &what)
{
    return {.kind = ErrorKind::Protocol, .where = {}, .what = what, .code = code, .field = {}};
}

bool hasAny(const QList<QSslError> &errors, std::initializer_list<QSslError::SslError> wanted)
{
    return std::ranges::any_of(errors, [&](const QSslError &one) { return std::ranges::count(wanted, one.error()); });
}

//! The sentence for a server that no pin speaks of, by the gravest of \a errors.
Error untrusted(const QList<QSslError> &errors, const QSslCertificate &shown, const QString &who)
{
    using E = QSslError;
    const bool isDated = hasAny(errors, {E::CertificateExpired, E::CertificateNotYetValid});
    const bool isMisnamed = hasAny(errors, {E::HostNameMismatch});
    const bool isOnlyThat = std::ranges::all_of(errors, [](const QSslError &one) {
        return one.error() == E::CertificateExpired || one.error() == E::CertificateNotYetValid ||
               one.error() == E::HostNameMismatch;
    });
    const QString pin = pinOf(shown).text();
    if (!isOnlyThat && shown.isSelfSigned())
        return refusal(tlscode::kNotTrusted,
                       u"%1 shows a certificate of its own with the key %2; compare it with the pin that the server "
                       "printed at its start, and pin it only if both are the same"_s.arg(who, pin));
    if (!isOnlyThat)
        return refusal(tlscode::kNotTrusted,
                       u"%1 shows a certificate with the key %2 that no known authority vouches for (%3); add the "
                       "authority to this machine, or pin the key if the server's owner confirms it"_s.arg(
                           who, pin, errors.constFirst().errorString()));
    if (isDated)
        return refusal(
            tlscode::kExpired,
            u"%1 shows a certificate that is valid from %2 until %3; renew it there, or set this machine's clock"_s.arg(
                who, shown.effectiveDate().toUTC().toString(Qt::ISODate),
                shown.expiryDate().toUTC().toString(Qt::ISODate)));
    if (isMisnamed)
        return refusal(tlscode::kWrongName,
                       u"%1 shows a certificate for other names (%2); ask for it by one of these, or add the name "
                       "to its certificate"_s.arg(
                           who, QStringList(shown.subjectAlternativeNames().values()).mid(0, 8).join(u", ").left(256)));
    return refusal(tlscode::kHandshake, u"%1 could not be checked: nothing is known of it"_s.arg(who));
}

Error differs(const TlsPin &pin, const QSslCertificate &shown, const QString &who)
{
    return refusal(tlscode::kPinDiffers,
                   u"%1 shows the key %2, not the pinned %3; its key was replaced, or another machine answers in its "
                   "place: compare with the pin that the server printed before you pin it anew"_s.arg(
                       who, shown.isNull() ? u"(none)"_s : pinOf(shown).text(), pin.text()));
}

//! What guard() leaves with a socket.
class Verdict final : public QObject
{
public:
    Verdict(QSslSocket *socket, TlsTrust trust) : QObject(socket), m_socket(socket), m_trust(std::move(trust))
    {
        connect(socket, &QSslSocket::sslErrors, this, &Verdict::judge);
        connect(socket, &QSslSocket::encrypted, this, &Verdict::confirm);
    }

    std::optional<Error> refusalOf(const QString &who) const
    {
        if (!m_isRefused)
            return std::nullopt;
        return m_trust.pin.isEmpty() ? untrusted(m_errors, m_shown, who) : differs(m_trust.pin, m_shown, who);
    }

private:
    //! Called before the handshake is over. With a pin no authority is known (guard()), so that this is asked about every
    //! server. Only these errors of these certificates pass.
    void judge(const QList<QSslError> &errors)
    {
        m_errors = errors;
        m_shown = m_socket->peerCertificate();
        m_isRefused = m_trust.pin.isEmpty() || pinOf(m_shown) != m_trust.pin;
        if (!m_isRefused)
            m_socket->ignoreSslErrors(errors);
    }

    //! The handshake is over and nothing is sent yet: whatever way it went, the key must be the pinned one.
    void confirm()
    {
        m_shown = m_socket->peerCertificate();
        m_isRefused = !m_trust.pin.isEmpty() && pinOf(m_shown) != m_trust.pin;
    }

    QSslSocket *const m_socket; // Our parent.
    const TlsTrust m_trust;
    QList<QSslError> m_errors;
    QSslCertificate m_shown;
    bool m_isRefused = false;
};

} // namespace

TlsPin pinOf(const QSslCertificate &certificate)
{
    if (certificate.isNull())
        return {};
    return {QCryptographicHash::hash(certificate.publicKey().toDer(), QCryptographicHash::Sha256)};
}

void guard(QSslSocket *socket, const TlsTrust &trust)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!trust.pin.isEmpty())
        configuration.setCaCertificates({}); // So that every server raises errors, and the verdict is ours.
    else if (!trust.authorities.isEmpty())
        configuration.addCaCertificates(trust.authorities);
    socket->setSslConfiguration(configuration);
    new Verdict(socket, trust);
}

std::optional<Error> tlsRefusal(const QSslSocket &socket, const QString &who)
{
    for (const QObject *child : socket.children()) {
        if (const auto *verdict = dynamic_cast<const Verdict *>(child)) {
            if (const std::optional<Error> error = verdict->refusalOf(who))
                return error;
        }
    }
    if (socket.error() != QAbstractSocket::SslHandshakeFailedError)
        return std::nullopt;
    return refusal(tlscode::kHandshake,
                   u"%1 does not speak TLS 1.2 or newer as we do (%2); check that the address is right, and that https "
                   "is spoken there"_s.arg(who, socket.errorString()));
}

TlsPin shownPin(const Error &error)
{
    static const QRegularExpression form(u"sha256:[0-9a-f]{64}"_s);
    if (error.code != tlscode::kPinDiffers && error.code != tlscode::kNotTrusted)
        return {};
    return TlsPin::parse(form.match(error.what).captured(), {}).value_or(TlsPin{});
}

} // namespace muster
