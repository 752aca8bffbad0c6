// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeDialect.h"

#include "core/dialects/native/NativeClient.h"
#include "core/dialects/native/NativeReplies.h"
#include "core/dialects/native/NativeRoutes.h"

#include <QRandomGenerator>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! What a server that is none of ours says to our question for health becomes one sentence. One that is not believed (T-13) may
//! well be ours: what was seen of its certificate is for a person to compare.
Error notMuster(const Error &seen, const QString &who)
{
    if (seen.code.startsWith("tls-"_L1))
        return seen;
    switch (seen.kind) {
    case ErrorKind::Cancelled:
    case ErrorKind::Timeout:
    case ErrorKind::Unreachable:
    case ErrorKind::Busy:
        return seen;
    case ErrorKind::Refused:
    case ErrorKind::NotFound:
    case ErrorKind::Conflict:
    case ErrorKind::Invalid:
    case ErrorKind::Unsupported:
    case ErrorKind::Protocol:
    case ErrorKind::Storage:
    case ErrorKind::Internal:
        break;
    }
    return {.kind = ErrorKind::Protocol,
            .where = seen.where,
            .what = u"%1 is not a Muster control plane (%2)"_s.arg(who, seen.what),
            .code = {},
            .field = {}};
}

//! One probe; its client is a child of the caller's context and goes when the probe is over.
struct Probe {
    HttpClient *http = nullptr;
    bool hasToken = false;
    Pending<ProbeReport> pending;

    void finish(Result<ProbeReport> outcome) const
    {
        http->deleteLater();
        pending.finish(std::move(outcome));
    }
    void takeCluster(ProbeReport report, const Result<HttpAnswer> &answer) const
    {
        if (!answer && answer.error().kind == ErrorKind::Refused && !hasToken)
            return finish(report);
        if (!answer)
            return finish(answer.error());
        const Result<ClusterReport> cluster = NativeReplies::readCluster(answer->body);
        if (!cluster)
            return finish(cluster.error());
        report.features = cluster->features;
        report.isSignedIn = true;
        finish(report);
    }
};

} // namespace

QString NativeDialect::id() const
{
    return u"native"_s;
}

QString NativeDialect::title() const
{
    return u"Muster"_s;
}

Future<ProbeReport> NativeDialect::probe(const ClusterAddress &address, const Credentials &credentials,
                                         QObject *context) const
{
    auto *http = new HttpClient(address.url, context);
    const std::optional<Error> bar = credentials.token.isEmpty() ? std::nullopt : NativeClient::plainSecretsAt(address);
    if (!bar)
        http->setToken(credentials.token);
    http->setTrust({.pin = address.pin});
    const Probe probe{http, !credentials.token.isEmpty(), {}};
    const SteadyTime asked = m_clock.steadyNow();
    whenDone(http, http->get(u"/api/v1/health"_s), [this, probe, asked, bar](const Result<HttpAnswer> &answer) {
        const QString who = probe.http->who();
        if (!answer)
            return probe.finish(notMuster(answer.error(), who));
        const Result<HealthReport> health = NativeReplies::readHealth(answer->body);
        if (!health)
            return probe.finish(notMuster(health.error(), who));
        if (bar)
            return probe.finish(*bar);
        ProbeReport report;
        report.dialect = id();
        report.product = u"Muster "_s + health->version;
        report.node = health->node;
        report.latencyMs = static_cast<double>((m_clock.steadyNow() - asked).count());
        whenDone(probe.http, probe.http->get(u"/api/v1/cluster"_s),
                 [probe, report](const Result<HttpAnswer> &facts) { probe.takeCluster(report, facts); });
    });
    return probe.pending.future();
}

std::unique_ptr<Cluster> NativeDialect::client(const ClusterAddress &address, const Credentials &credentials) const
{
    return std::make_unique<NativeClient>(address, credentials, m_clock, QRandomGenerator::global()->generate());
}

std::unique_ptr<DialectRoutes> NativeDialect::routes() const
{
    return std::make_unique<NativeRoutes>();
}

} // namespace muster
