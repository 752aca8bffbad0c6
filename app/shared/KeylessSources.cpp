// SPDX-License-Identifier: Apache-2.0
#include "app/shared/KeylessSources.h"

#include "core/wire/HttpRequest.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostNetworks = 64; // More is a mistake in a script.

//! ::ffff:10.0.0.7 is how a socket for both kinds of addresses names 10.0.0.7.
QHostAddress plain(const QHostAddress &address)
{
    const bool isMapped = address.protocol() == QAbstractSocket::IPv6Protocol
        && address.isInSubnet(QHostAddress(u"::ffff:0:0"_s), 96);
    return isMapped ? QHostAddress(address.toIPv4Address()) : address;
}

} // namespace

Result<KeylessSources> KeylessSources::parse(const QString &text, const QString &field)
{
    KeylessSources sources;
    const QString trimmed = text.trimmed();
    if (trimmed == "off"_L1)
        return sources;
    sources.m_text = trimmed;
    const QStringList items = trimmed.split(u',');
    if (items.size() > kMostNetworks)
        return invalid(field, u"%1: at most %2 networks"_s.arg(field).arg(kMostNetworks));
    for (const QString &item : items) {
        const QString one = item.trimmed();
        if (one == "loopback"_L1) {
            sources.m_networks.append({QHostAddress(u"127.0.0.0"_s), 8});
            sources.m_networks.append({QHostAddress(u"::1"_s), 128});
            continue;
        }
        const bool hasMask = one.contains(u'/');
        const QString host = one.section(u'/', 0, 0);
        // "10" would be 0.0.0.10 here and 10.0.0.0/8 elsewhere: neither is what was meant for sure.
        const QHostAddress address(host.count(u'.') == 3 || host.contains(u':') ? host : QString());
        const int bits = address.protocol() == QAbstractSocket::IPv6Protocol ? 128 : 32;
        bool isNumber = true;
        const int mask = hasMask ? one.section(u'/', 1).toInt(&isNumber) : bits;
        if (address.isNull() || !isNumber || mask < 0 || mask > bits)
            return invalid(field, u"%1: \"%2\" is not off, loopback, or a network like 10.0.0.0/8"_s.arg(field, one.left(80)));
        sources.m_networks.append({plain(address), mask});
    }
    return sources;
}

bool KeylessSources::has(const QHostAddress &address) const
{
    const QHostAddress peer = plain(address);
    return std::ranges::any_of(m_networks, [&peer](const auto &network) {
        return peer.protocol() == network.first.protocol() && peer.isInSubnet(network.first, network.second);
    });
}

bool KeylessSources::hasLoopback() const
{
    return has(QHostAddress(QHostAddress::LocalHost)) || has(QHostAddress(QHostAddress::LocalHostIPv6));
}

bool KeylessSources::takes(const HttpRequest &request) const
{
    return !request.isForwarded && has(request.peer);
}

} // namespace muster
