// SPDX-License-Identifier: Apache-2.0
#include "app/shared/ListenAddress.h"

#include <QRegularExpression>

namespace muster {

using namespace Qt::StringLiterals;

Result<QHostAddress> loopbackAddress(const QString &host, const QString &field)
{
    if (host.compare("localhost"_L1, Qt::CaseInsensitive) == 0)
        return QHostAddress(QHostAddress::LocalHost);
    const QHostAddress address(host);
    if (address.isNull())
        return invalid(field, u"%1: \"%2\" is not an IP address or localhost"_s.arg(field, host.left(80)));
    if (!address.isLoopback())
        return invalid(field, u"%1: %2 is beyond loopback, which needs TLS, and this version has none; listen on 127.0.0.1"_s
                                  .arg(field, host.left(80)));
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
    MUSTER_TRY(address, loopbackAddress(host, field));
    return ListenAddress{address, static_cast<quint16>(port)};
}

} // namespace muster
