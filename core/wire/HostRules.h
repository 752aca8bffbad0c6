// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which Host and Origin a request may carry: the guard against DNS rebinding and foreign pages (reliability.md T-5).

#include "core/base/Result.h"

#include <QByteArray>
#include <QHostAddress>
#include <QSet>
#include <QStringList>

namespace muster
{

struct HttpRequest;

//! The allow lists of one listening server. Immutable.
class HostRules
{
public:
    HostRules() = default;
    //! \a address and \a port are where we listen. \a names: more hosts, "muster.lan" (with \a port) or
    //! "muster.lan:443". \a origins: whole origins, "https://muster.lan".
    HostRules(const QHostAddress &address, quint16 port, const QStringList &names, const QStringList &origins);

    //! Invalid (400) without exactly a Host, Refused (code "wrong-host", 421) for one that is not ours, Refused (code
    //! "origin-refused", 403) for an Origin that is not on the list or a Sec-Fetch-Site other than same-origin or none.
    Result<void> check(const HttpRequest &request) const;
    //! Whether \a host (a Host header) is one of ours. Letters in any case; nothing else is lenient.
    bool isOurHost(QByteArrayView host) const;

private:
    QSet<QByteArray> m_hosts;   // Lower case, with port.
    QSet<QByteArray> m_origins; // Lower case.
};

} // namespace muster
