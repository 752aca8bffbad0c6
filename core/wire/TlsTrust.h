// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whom a client believes: a pinned key, or the system's authorities (reliability.md T-13).

#include "core/base/TlsPin.h"

#include <QSslCertificate>

class QNetworkReply;

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

} // namespace muster
