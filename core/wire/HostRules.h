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

//! The allow lists of one listening server.
class HostRules
{
public:
    HostRules() = default;
    //! \a address and \a port are where we listen. \a names: more hosts, "muster.lan" or "fd00::7" (with \a port), or
    //! "muster.lan:443"; "*.muster.lan" stands for one label in front, as in certificates. On port 443 and 80, which
    //! clients leave out, every one counts without it too. \a origins: whole origins, "https://muster.lan".
    HostRules(const QHostAddress &address, quint16 port, const QStringList &names, const QStringList &origins);

    //! Invalid (400) without exactly a Host, Refused (code "wrong-host", 421) for one that is not ours, Refused (code
    //! "origin-refused", 403) for an Origin that is not on the list or a Sec-Fetch-Site other than same-origin or none.
    Result<void> check(const HttpRequest &request) const;
    //! Whether \a host (a Host header) is one of ours. Letters in any case; nothing else is lenient.
    bool isOurHost(QByteArrayView host) const;
    //! Whether \a host could be an address that this machine gained later: a literal one that is not ours.
    bool mayBeGained(QByteArrayView host) const;
    //! Takes \a names in as well, in place of what was taken in this way before.
    void setGained(const QStringList &names);

private:
    void insert(QSet<QByteArray> &hosts, const QByteArray &host) const;
    void insertNames(QSet<QByteArray> &hosts, const QStringList &names) const;

    quint16 m_port = 0;
    QSet<QByteArray> m_hosts;   // Lower case, with port unless it goes without saying.
    QSet<QByteArray> m_gained;  // The same.
    QSet<QByteArray> m_origins; // Lower case.
};

} // namespace muster
