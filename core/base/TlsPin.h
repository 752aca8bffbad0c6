// SPDX-License-Identifier: Apache-2.0
#pragma once
// The fingerprint by which a server with a certificate of its own is recognised (reliability.md T-13).

#include "core/base/Result.h"

#include <QByteArray>

namespace muster {

//! SHA-256 of a server's public key (its SubjectPublicKeyInfo in DER), so that a renewed certificate keeps its pin.
//! Empty means none: the certificate is verified by the system's authorities.
struct TlsPin {
    QByteArray sha256; //!< 32 bytes, or empty.

    bool operator==(const TlsPin &) const = default;
    bool isEmpty() const { return sha256.isEmpty(); }
    //! "sha256:" and 64 lower-case hex digits; empty for none. Source: interface.md, musterd.
    QString text() const;
    //! Reads text(), digits in any case; Invalid blames \a field for anything else, empty text too.
    static Result<TlsPin> parse(const QString &text, const QString &field);
};

} // namespace muster
