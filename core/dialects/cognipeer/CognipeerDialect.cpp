// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cognipeer/CognipeerDialect.h"

#include "core/dialects/cognipeer/CognipeerClient.h"
#include "core/dialects/cognipeer/CognipeerReplies.h"
#include "core/dialects/cognipeer/CognipeerRoutes.h"

#include <QRandomGenerator>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Whether we did not believe the server: then nothing is known of what it is.
bool isTlsRefusal(const Error &seen)
{
    return seen.code.startsWith("tls-"_L1);
}

//! What a server that is none of theirs says to our question for health becomes one sentence.
Error notCognipeer(const Error &seen, const QString &who)
{
    if (mayRetry(seen.kind) || seen.kind == ErrorKind::Cancelled || isTlsRefusal(seen))
        return seen;
    return {.kind = ErrorKind::Protocol,
            .where = seen.where,
            .what = u"%1 is not Cognipeer's console (%2)"_s.arg(who, seen.what),
            .code = {},
            .field = {}};
}

//! One probe; its session is a child of the caller's context and goes when the probe is over.
struct Probe {
    CognipeerSession *session = nullptr;
    Pending<ProbeReport> pending;

    void finish(Result<ProbeReport> outcome) const
    {
        session->deleteLater();
        pending.finish(std::move(outcome));
    }
    void takeOverview(ProbeReport report, const Result<CognipeerAnswer> &answer) const
    {
        if (!answer)
            return finish(answer.error());
        const Result<CognipeerOverview> overview = CognipeerReplies::readOverview(answer->json, {});
        if (!overview)
            return finish(overview.error());
        const auto own = std::ranges::find(overview->nodes, report.node, [](const Node &node) { return node.who.name; });
        if (own != overview->nodes.end() && !own->who.version.isEmpty())
            report.product += u' ' + own->who.version;
        report.isSignedIn = true;
        finish(report);
    }
};

} // namespace

QString CognipeerDialect::id() const
{
    return u"cognipeer"_s;
}

QString CognipeerDialect::title() const
{
    return u"Cognipeer"_s;
}

Future<ProbeReport> CognipeerDialect::probe(const ClusterAddress &address, const Credentials &credentials,
                                            QObject *context) const
{
    const Probe probe{new CognipeerSession(address, credentials, m_clock, context), {}};
    const SteadyTime asked = m_clock.steadyNow();
    const bool hasSignIn = credentials.hasSignIn();
    whenDone(probe.session, probe.session->ask(u"/api/health/ready"_s),
             [this, probe, asked, hasSignIn](const Result<CognipeerAnswer> &answer) {
                 const QString who = probe.session->who();
                 if (!answer)
                     return probe.finish(notCognipeer(answer.error(), who));
                 const Result<CognipeerHealth> health = CognipeerReplies::readHealth(answer->json);
                 if (!health)
                     return probe.finish(notCognipeer(health.error(), who));
                 ProbeReport report;
                 report.dialect = id();
                 report.product = u"Cognipeer Console"_s;
                 report.node = health->node;
                 report.features = CognipeerClient::kFeatures;
                 report.latencyMs = static_cast<double>((m_clock.steadyNow() - asked).count());
                 if (!hasSignIn)
                     return probe.finish(report);
                 whenDone(probe.session, probe.session->get(u"/api/cluster/overview"_s),
                          [probe, report](const Result<CognipeerAnswer> &overview) { probe.takeOverview(report, overview); });
             });
    return probe.pending.future();
}

std::unique_ptr<Cluster> CognipeerDialect::client(const ClusterAddress &address, const Credentials &credentials) const
{
    CognipeerPace pace;
    pace.seed = QRandomGenerator::global()->generate();
    return std::make_unique<CognipeerClient>(address, credentials, m_clock, pace);
}

std::unique_ptr<DialectRoutes> CognipeerDialect::routes() const
{
    return std::make_unique<CognipeerRoutes>();
}

} // namespace muster
