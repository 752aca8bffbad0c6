// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who a server is over TLS: its certificate and key, read from a folder or made there (reliability.md T-13).

#include "core/base/TlsPin.h"

#include <QHostAddress>
#include <QList>
#include <QSslCertificate>
#include <QSslKey>
#include <QStringList>

namespace muster
{

//! A certificate with its key. Copies share both.
struct TlsIdentity {
    QList<QSslCertificate> chain = {}; //!< The server's own first, then those who vouch for it.
    QSslKey key = {};                  //!< RSA or EC.

    bool operator==(const TlsIdentity &) const = default;
    //! What workers and consoles pin; the same for every certificate of this key.
    TlsPin pin() const;
    //! Whether nobody else vouches for it, so that it must be pinned.
    bool isSelfSigned() const;
};

//! The identity in \a folder: tls.crt (PEM, own certificate first) and tls.key (PEM, 0600, without a passphrase). When
//! both are missing, makes a key (EC P-256) and a certificate for \a names and \a addresses; when only the certificate
//! is, one for the key that is there, so that its pin stays. Each file is written whole or not at all, the key 0600.
//! Invalid ("tls.crt" or "tls.key"): unreadable, a key that others can read (T-24), or a pair that does not belong
//! together. Storage: cannot be written. Names that no certificate can carry are left out.
Result<TlsIdentity> ensureTlsIdentity(const QString &folder, const QStringList &names,
                                      const QList<QHostAddress> &addresses);

} // namespace muster
