// SPDX-License-Identifier: Apache-2.0
#include "core/wire/HostRules.h"

#include "core/wire/HttpError.h"
#include "core/wire/HttpRequest.h"

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

QByteArray asHost(const QHostAddress &address)
{
    const QByteArray text = address.toString().toLatin1();
    return address.protocol() == QAbstractSocket::IPv6Protocol ? '[' + text + ']' : text;
}

bool isAny(const QHostAddress &address)
{
    return address == QHostAddress(QHostAddress::AnyIPv4) || address == QHostAddress(QHostAddress::AnyIPv6) ||
           address == QHostAddress(QHostAddress::Any);
}

} // namespace

HostRules::HostRules(const QHostAddress &address, quint16 port, const QStringList &names, const QStringList &origins)
{
    const QByteArray behind = ':' + QByteArray::number(port);
    for (const char *literal : {"127.0.0.1", "[::1]", "localhost"})
        m_hosts.insert(literal + behind);
    if (!isAny(address)) // 0.0.0.0 is a way to listen, not a name; browsers reach loopback by it.
        m_hosts.insert(asHost(address).toLower() + behind);
    for (const QString &name : names) {
        const QByteArray host = name.toLower().toUtf8();
        const bool hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
        m_hosts.insert(hasPort ? host : host + behind);
    }
    for (const QString &origin : origins)
        m_origins.insert(origin.toLower().toUtf8());
}

bool HostRules::isOurHost(QByteArrayView host) const
{
    return m_hosts.contains(host.toByteArray().toLower());
}

Result<void> HostRules::check(const HttpRequest &request) const
{
    const QByteArrayView host = request.header("host");
    if (host.isEmpty())
        return invalid({}, u"the Host header is missing"_s);
    if (!isOurHost(host))
        return refused(u"this server does not answer to that Host"_s, httpcode::kWrongHost);
    const QByteArrayView origin = request.header("origin");
    if (!origin.isNull() && !m_origins.contains(origin.toByteArray().toLower()))
        return refused(u"pages of that origin may not ask this server"_s, u"origin-refused"_s);
    // "same-site" is refused as well: every port of localhost is the same site.
    const QByteArrayView site = request.header("sec-fetch-site");
    if (origin.isNull() && !site.isNull() && site != "same-origin" && site != "none")
        return refused(u"pages of another site may not ask this server"_s, u"origin-refused"_s);
    return {};
}

} // namespace muster
