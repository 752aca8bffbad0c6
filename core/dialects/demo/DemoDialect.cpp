// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoDialect.h"

#include "core/dialects/demo/DemoCluster.h"

namespace muster {

using namespace Qt::StringLiterals;

QString DemoDialect::id() const
{
    return u"demo"_s;
}

QString DemoDialect::title() const
{
    return u"Demo"_s;
}

Future<ProbeReport> DemoDialect::probe(const ClusterAddress &address, const Credentials &, QObject *) const
{
    if (address.url.scheme() != "demo"_L1)
        return failed<ProbeReport>({.kind = ErrorKind::Protocol,
                                    .where = {},
                                    .what = u"%1 is not a demo"_s.arg(address.url.toString()),
                                    .code = {},
                                    .field = {}});
    if (const auto options = DemoOptions::fromUrl(address.url); !options)
        return failed<ProbeReport>(options.error());
    return ready(ProbeReport{.dialect = id(),
                             .product = u"Muster demo"_s,
                             .node = u"mac-mini-office"_s,
                             .latencyMs = 0,
                             .features = DemoCluster::offered(),
                             .isSignedIn = true});
}

std::unique_ptr<Cluster> DemoDialect::client(const ClusterAddress &address, const Credentials &) const
{
    const auto options = DemoOptions::fromUrl(address.url);
    if (!options)
        return std::make_unique<DemoCluster>(options.error(), m_clock);
    return std::make_unique<DemoCluster>(*options, m_clock);
}

std::unique_ptr<DialectRoutes> DemoDialect::routes() const
{
    return nullptr;
}

} // namespace muster
