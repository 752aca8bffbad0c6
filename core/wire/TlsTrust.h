// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whom a client believes: a pinned key, or the system's authorities (reliability.md T-13). TlsTrust.cpp alone looks at
// the errors of a handshake and lets any of them pass; ClientDial uses it.

#include "core/base/TlsPin.h"

#include <QSslCertificate>

#include <optional>

class QSslSocket;

namespace muster
{

//! The pin of \a certificate; empty for a null one.
TlsPin pinOf(const QSslCertificate &certificate);

//! How one client decides about servers. With a pin only that key is believed, whatever else the certificate says;
//! without one the system's authorities, the name and the dates decide. Nothing ever passes unchecked.
struct TlsTrust {
    TlsPin pin = {};
    QList<QSslCertificate> authorities = {}; //!< Besides the system's; for tests and private authorities.

    bool operator==(const TlsTrust &) const = default;
};

//! Machine words of a server that is not believed; the kind is Protocol. Nothing of the request was sent to it.
namespace tlscode
{
inline constexpr QLatin1StringView kPinDiffers{"tls-pin-differs"}; //!< Another key than the pinned one.
inline constexpr QLatin1StringView kNotTrusted{"tls-not-trusted"}; //!< Nobody whom we know vouches for it.
inline constexpr QLatin1StringView kExpired{"tls-expired"};        //!< Or not valid yet.
inline constexpr QLatin1StringView kWrongName{"tls-wrong-name"};   //!< Another name than the one asked for.
inline constexpr QLatin1StringView kHandshake{"tls-handshake"};    //!< No TLS, or none that both sides accept.
} // namespace tlscode

//! Prepares \a socket, whose handshake begins next, and watches it. Nothing may be sent before the handshake is over and
//! tlsRefusal() has no objection.
void guard(QSslSocket *socket, const TlsTrust &trust);
//! Why guard() does not believe the server of \a socket, in a sentence that starts with what was seen (the server's pin
//! where it helps) and says what to do; nullopt when TLS was not the reason. \a who is the server.
std::optional<Error> tlsRefusal(const QSslSocket &socket, const QString &who);
//! The pin of the server that an error of tlsRefusal() speaks of, for a person to compare and confirm; empty when the
//! error shows none. Works on errors that came over other layers, too.
TlsPin shownPin(const Error &error);

} // namespace muster
