// SPDX-License-Identifier: Apache-2.0
// Host and Origin: the first line is the Host, the second the Origin, the third Sec-Fetch-Site.
#include "core/wire/HostRules.h"
#include "core/wire/HttpRequest.h"
#include "tests/fuzz/FuzzTargets.h"

#include <QList>

namespace muster {

namespace {

void addHeader(HttpRequest *request, const QByteArray &name, const QByteArray &value)
{
    const auto at = static_cast<quint32>(request->head.size());
    request->head += name + value;
    request->fields.push_back({at, static_cast<quint32>(name.size()), at + static_cast<quint32>(name.size()),
                               static_cast<quint32>(value.size())});
}

} // namespace

void fuzzHost(QByteArrayView input)
{
    static const HostRules rules(QHostAddress(QStringLiteral("192.168.7.1")), 3100, {QStringLiteral("muster.lan")},
                                 {QStringLiteral("https://muster.lan")});
    static const QByteArrayList ours{"127.0.0.1:3100", "[::1]:3100", "localhost:3100", "192.168.7.1:3100",
                                     "muster.lan:3100"};
    const QByteArrayList lines = input.toByteArray().split('\n');
    HttpRequest request;
    addHeader(&request, "host", lines.value(0));
    if (lines.size() > 1)
        addHeader(&request, "origin", lines[1]);
    if (lines.size() > 2)
        addHeader(&request, "sec-fetch-site", lines[2]);

    const bool isIn = rules.check(request).has_value();
    promise(!isIn || ours.contains(lines.value(0).toLower()), "only our own hosts are answered to");
    promise(!isIn || lines.size() < 2 || lines[1].toLower() == "https://muster.lan", "only listed origins come in");
}

} // namespace muster
