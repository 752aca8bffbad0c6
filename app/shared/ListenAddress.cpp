// SPDX-License-Identifier: Apache-2.0
#include "app/shared/ListenAddress.h"

#include <QNetworkInterface>
#include <QRegularExpression>
#include <QSysInfo>

namespace muster {

using namespace Qt::StringLiterals;

Result<QHostAddress> listenHost(const QString &host, const QString &field)
{
    if (host.compare("localhost"_L1, Qt::CaseInsensitive) == 0)
        return QHostAddress(QHostAddress::LocalHost);
    const QHostAddress address(host);
    if (address.isNull())
        return invalid(field, u"%1: \"%2\" is not an IP address or localhost"_s.arg(field, host.left(80)));
    if (address.isMulticast() || address.isBroadcast())
        return invalid(field, u"%1: nobody can listen on %2"_s.arg(field, host.left(80)));
    return address;
}

Result<ListenAddress> parseListenAddress(const QString &text, const QString &field)
{
    static const QRegularExpression form(u"\\A(?:\\[([0-9A-Fa-f:.]+)\\]|([^\\[\\]:\\s]+)):([0-9]{1,5})\\z"_s);
    const QRegularExpressionMatch match = form.match(text);
    const int port = match.captured(3).toInt();
    if (!match.hasMatch() || port > 65535)
        return invalid(field, u"%1: expected HOST:PORT, like 127.0.0.1:3100"_s.arg(field));
    const QString host = match.captured(1).isEmpty() ? match.captured(2) : match.captured(1);
    MUSTER_TRY(address, listenHost(host, field));
    return ListenAddress{address, static_cast<quint16>(port)};
}

QStringList reachableNames(const QHostAddress &address)
{
    const bool isAny = address == QHostAddress(QHostAddress::AnyIPv4) || address == QHostAddress(QHostAddress::AnyIPv6)
        || address == QHostAddress(QHostAddress::Any);
    QStringList names;
    if (!isAny) {
        names.append(address.toString());
    } else {
        const bool wantsV6 = address != QHostAddress(QHostAddress::AnyIPv4);
        QStringList v6;
        const QList<QHostAddress> all = QNetworkInterface::allAddresses();
        for (const QHostAddress &one : all) {
            if (one.isLoopback() || one.isLinkLocal())
                continue;
            if (one.protocol() == QAbstractSocket::IPv4Protocol)
                names.append(one.toString());
            else if (wantsV6)
                v6.append(one.toString());
        }
        names += v6;
    }
    const QString host = QSysInfo::machineHostName();
    if (!address.isLoopback() && !host.isEmpty())
        names.append(host);
    return names;
}

} // namespace muster
