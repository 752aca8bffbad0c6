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
    : m_port(port)
{
    for (const char *literal : {"127.0.0.1", "[::1]", "localhost"})
        insert(m_hosts, literal);
    if (!isAny(address)) // 0.0.0.0 is a way to listen, not a name; browsers reach loopback by it.
        insert(m_hosts, asHost(address).toLower());
    insertNames(m_hosts, names);
    for (const QString &origin : origins)
        m_origins.insert(origin.toLower().toUtf8());
}

void HostRules::insert(QSet<QByteArray> &hosts, const QByteArray &host) const
{
    hosts.insert(host + ':' + QByteArray::number(m_port));
    if (m_port == 443 || m_port == 80) // What https and http mean anyway, clients leave out.
        hosts.insert(host);
}

void HostRules::insertNames(QSet<QByteArray> &hosts, const QStringList &names) const
{
    for (const QString &name : names) {
        const QHostAddress literal(name);
        const QByteArray host = literal.isNull() ? name.toLower().toUtf8() : asHost(literal).toLower();
        if (host.lastIndexOf(':') > host.lastIndexOf(']'))
            hosts.insert(host);
        else
            insert(hosts, host);
    }
}

bool HostRules::isOurHost(QByteArrayView host) const
{
    const QByteArray wanted = host.toByteArray().toLower();
    if (wanted.contains('*'))
        return false;
    if (m_hosts.contains(wanted) || m_gained.contains(wanted))
        return true;
    const qsizetype dot = wanted.indexOf('.');
    return dot > 0 && m_hosts.contains('*' + wanted.sliced(dot));
}

bool HostRules::mayBeGained(QByteArrayView host) const
{
    if (isOurHost(host)) // First, as nearly all requests end here.
        return false;
    QByteArray literal = host.toByteArray();
    const QByteArray behind = ':' + QByteArray::number(m_port);
    if (literal.endsWith(behind))
        literal.chop(behind.size());
    if (literal.startsWith('[') && literal.endsWith(']'))
        literal = literal.sliced(1, literal.size() - 2);
    return !QHostAddress(QString::fromLatin1(literal)).isNull();
}

void HostRules::setGained(const QStringList &names)
{
    m_gained.clear();
    insertNames(m_gained, names);
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
