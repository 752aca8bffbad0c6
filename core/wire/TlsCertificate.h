// SPDX-License-Identifier: Apache-2.0
#pragma once
// Keys and certificates in PEM form, made and compared with OpenSSL: Qt reads both but makes neither. Used by
// TlsIdentity; tests make their own authorities with it.

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QSslKey>
#include <QStringList>

namespace muster
{

//! A fresh EC P-256 key, PEM.
QByteArray freshKeyPem();
//! The key in \a pem; null when there is none, when it has a passphrase, or when it is neither RSA nor EC.
QSslKey keyFromPem(const QByteArray &pem);
//! Whether the first certificate in \a certificatePem was made for \a keyPem.
bool belongTogether(const QByteArray &certificatePem, const QByteArray &keyPem);

//! What a certificate says besides its names.
struct CertificateTerms {
    int startsInDays = 0;         //!< Negative: earlier. One hour earlier anyhow, for clocks that are behind.
    int endsInDays = 0;           //!< 0: limits::kOwnCertificateDays.
    bool isAuthority = false;     //!< May vouch for others.
    QByteArray issuerPem = {};    //!< Certificate of who vouches; empty: nobody else.
    QByteArray issuerKeyPem = {}; //!< With its key.
};

//! A certificate for the server key \a keyPem with \a names (host names) and \a addresses as subjectAltNames, signed by
//! itself, PEM. Names that no certificate can carry are left out. Empty when \a keyPem cannot be used.
QByteArray selfSignedPem(const QByteArray &keyPem, const QStringList &names, const QList<QHostAddress> &addresses);
//! The same on other \a terms.
QByteArray certificatePem(const QByteArray &keyPem, const QStringList &names, const QList<QHostAddress> &addresses,
                          const CertificateTerms &terms);

} // namespace muster
