// SPDX-License-Identifier: Apache-2.0
#include "core/domain/ClusterAddress.h"

namespace muster {

using namespace Qt::StringLiterals;

bool isLoopbackHost(const QString &host)
{
    if (host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || host == "::1"_L1 || host == "[::1]"_L1)
        return true;
    const QStringList parts = host.split(u'.');
    if (parts.size() != 4 || parts[0] != "127"_L1)
        return false;
    for (const QString &part : parts) {
        bool isNumber = false;
        const int number = part.toInt(&isNumber);
        if (!isNumber || number < 0 || number > 255 || QString::number(number) != part)
            return false;
    }
    return true;
}

Result<QUrl> parseClusterUrl(const QString &text, const QString &field, PlainHttp plain)
{
    const QString trimmed = text.trimmed();
    QUrl url = QUrl(trimmed.contains("://"_L1) ? trimmed : u"http://"_s + trimmed, QUrl::StrictMode);
    if (!trimmed.contains("://"_L1) && !isLoopbackHost(url.host()))
        url.setScheme(u"https"_s);
    if (trimmed.isEmpty() || !url.isValid() || url.host().isEmpty())
        return invalid(field, u"%1: expected an address like http://127.0.0.1:3100"_s.arg(field));
    if (url.scheme() != "http"_L1 && url.scheme() != "https"_L1)
        return invalid(field, u"%1: the address must begin with http:// or https://"_s.arg(field));
    const bool hasMore = (!url.path().isEmpty() && url.path() != "/"_L1) || url.hasQuery() || url.hasFragment()
        || !url.userInfo().isEmpty();
    if (hasMore)
        return invalid(field, u"%1: only scheme, host and port, without a path, user or query"_s.arg(field));
    if (plain == PlainHttp::LoopbackOnly && url.scheme() == "http"_L1 && !isLoopbackHost(url.host()))
        return invalid(field, u"%1: plain http is for loopback only; use https for %2"_s.arg(field, url.host()));
    QUrl bare;
    bare.setScheme(url.scheme());
    bare.setHost(url.host());
    bare.setPort(url.port(url.scheme() == "https"_L1 ? 443 : 80));
    return bare;
}

} // namespace muster
