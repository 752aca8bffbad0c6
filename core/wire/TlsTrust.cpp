// SPDX-License-Identifier: Apache-2.0
#include "core/wire/TlsTrust.h"

#include <QCryptographicHash>
#include <QSslKey>

namespace muster
{

TlsPin pinOf(const QSslCertificate &certificate)
{
    if (certificate.isNull())
        return {};
    return {QCryptographicHash::hash(certificate.publicKey().toDer(), QCryptographicHash::Sha256)};
}

} // namespace muster
