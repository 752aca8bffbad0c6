// SPDX-License-Identifier: Apache-2.0
// What people paste as the address of a cluster, and other short texts: positions, pins, times, ids.
#include "core/base/TlsPin.h"
#include "core/domain/ClusterAddress.h"
#include "core/domain/ClusterEvent.h"
#include "tests/fuzz/FuzzTargets.h"

namespace muster {

void fuzzUrl(QByteArrayView input)
{
    const QString text = QString::fromUtf8(input);
    const QString field = QStringLiteral("url");
    if (const Result<QUrl> url = parseClusterUrl(text, field)) {
        const bool isPlain = url->scheme() == QLatin1StringView("http");
        promise(isPlain || url->scheme() == QLatin1StringView("https"), "an address is http or https");
        promise(!url->host().isEmpty() && url->userInfo().isEmpty() && !url->hasQuery() && !url->hasFragment(),
                "an address is a host and a port");
        promise(!isPlain || isLoopbackHost(url->host()), "plain http stays on this machine");
        const Result<QUrl> again = parseClusterUrl(url->toString(), field);
        promise(again && *again == *url, "an address that was read can be read again");
    }
    (void)parseClusterUrl(text, field, PlainHttp::Anywhere);
    if (const std::optional<EventPosition> position = EventPosition::fromText(text))
        promise(EventPosition::fromText(position->toText()) == position, "a position can be written and read");
    if (const Result<NodeId> id = NodeId::parse(text, field))
        promise(id->text() == text, "an id is taken as it is");
    (void)TlsPin::parse(text, field);
}

} // namespace muster
