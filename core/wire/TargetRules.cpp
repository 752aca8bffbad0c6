// SPDX-License-Identifier: Apache-2.0
#include "core/wire/TargetRules.h"

#include <QNetworkInterface>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace muster
{

namespace
{

struct Net4 {
    quint32 address;
    int bits;
};

constexpr quint32 v4(quint32 a, quint32 b, quint32 c, quint32 d)
{
    return a << 24 | b << 16 | c << 8 | d;
}

constexpr Net4 kLoopback4{v4(127, 0, 0, 0), 8};
constexpr std::array kDenied4{
    Net4{v4(0, 0, 0, 0), 8},          // "This network": Linux takes 0.0.0.0 for loopback.
    Net4{v4(169, 254, 0, 0), 16},     // Link-local, with the metadata services of most clouds.
    Net4{v4(192, 0, 0, 0), 24},       // IETF protocols; Oracle's metadata at .192.
    Net4{v4(192, 88, 99, 0), 24},     // 6to4 relays.
    Net4{v4(100, 100, 100, 200), 32}, // Alibaba's metadata.
    Net4{v4(168, 63, 129, 16), 32},   // Azure's wire server.
    Net4{v4(224, 0, 0, 0), 4},        // Multicast.
    Net4{v4(240, 0, 0, 0), 4},        // Reserved, and broadcast.
};

struct Net6 {
    std::array<quint8, 16> address;
    int bits;
};

constexpr std::array kDenied6{
    Net6{{}, 128},                                  // Unspecified.
    Net6{{0xfe, 0x80}, 10},                         // Link-local.
    Net6{{0xfe, 0xc0}, 10},                         // Site-local, long given up.
    Net6{{0xff}, 8},                                // Multicast.
    Net6{{0x01}, 64},                               // Discarded.
    Net6{{0x20, 0x01, 0, 0}, 32},                   // Teredo: any machine behind a relay.
    Net6{{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48}, // NAT64 of unknown form.
    Net6{{0xfd, 0x00, 0x0e, 0xc2}, 32},             // Amazon's metadata.
    Net6{{0xfd, 0x20, 0x00, 0xce}, 32},             // Google's.
    Net6{{0xfd, 0x00, 0x00, 0x42}, 32},             // Scaleway's.
    Net6{{0xfd, 0x00, 0x00, 0xc1}, 32},             // Oracle's.
};

bool isIn(quint32 address, const Net4 &net)
{
    return (address ^ net.address) >> (32 - net.bits) == 0;
}

bool isIn(const Q_IPV6ADDR &address, const Net6 &net)
{
    for (int bit = 0; bit < net.bits; ++bit) {
        const int differs = (address[bit / 8] ^ net.address[size_t(bit / 8)]) & (0x80 >> bit % 8);
        if (differs != 0)
            return false;
    }
    return true;
}

bool mayAsk4(quint32 address, LoopbackRule loopback, const QList<QHostAddress> &own)
{
    if (isIn(address, kLoopback4) || own.contains(QHostAddress(address)))
        return loopback == LoopbackRule::Allowed;
    return std::ranges::none_of(kDenied4, [address](const Net4 &net) { return isIn(address, net); });
}

quint32 at(const Q_IPV6ADDR &address, int byte)
{
    return v4(address[byte], address[byte + 1], address[byte + 2], address[byte + 3]);
}

bool startsWith(const Q_IPV6ADDR &address, std::initializer_list<quint8> bytes)
{
    return std::equal(bytes.begin(), bytes.end(), address.c);
}

//! The IPv4 address that \a address leads to on its way.
std::optional<quint32> carried(const Q_IPV6ADDR &address)
{
    if (startsWith(address, {0x20, 0x02})) // 6to4
        return at(address, 2);
    if (startsWith(address, {0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) // NAT64
        return at(address, 12);
    const bool isIsatap = (address[8] & 0xfd) == 0 && address[9] == 0 && address[10] == 0x5e && address[11] == 0xfe;
    const bool isTranslated = startsWith(address, {0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0});
    const bool isCompatible = startsWith(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    if (isIsatap || isTranslated || isCompatible)
        return at(address, 12);
    return std::nullopt;
}

} // namespace

bool mayAsk(const QHostAddress &address, LoopbackRule loopback, const QList<QHostAddress> &own)
{
    bool isV4 = false;
    const quint32 four = address.toIPv4Address(&isV4); // Mapped forms are what they stand for.
    if (isV4)
        return mayAsk4(four, loopback, own);
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return false;
    const Q_IPV6ADDR six = address.toIPv6Address();
    if (address == QHostAddress(QHostAddress::LocalHostIPv6))
        return loopback == LoopbackRule::Allowed;
    if (std::ranges::any_of(kDenied6, [&six](const Net6 &net) { return isIn(six, net); }))
        return false;
    if (own.contains(QHostAddress(six))) // Without the scope that somebody may have put behind it.
        return loopback == LoopbackRule::Allowed;
    const std::optional<quint32> inner = carried(six);
    return !inner || mayAsk4(*inner, LoopbackRule::Denied, own);
}

bool mayAskFromHere(const QHostAddress &address, LoopbackRule loopback)
{
    return mayAsk(address, loopback, QNetworkInterface::allAddresses());
}

} // namespace muster
