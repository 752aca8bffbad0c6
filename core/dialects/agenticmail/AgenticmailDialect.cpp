// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailDialect.h"

#include "core/dialects/agenticmail/AgenticmailClient.h"
#include "core/dialects/agenticmail/AgenticmailRoutes.h"
#include "core/wire/HttpError.h"

#include <QRandomGenerator>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! {"status":"ok","version","uptime"}; Muster's own health has no uptime, others no such fields.
bool isHealth(const HttpAnswer &answer)
{
    const Result<QJsonObject> json = answer.json();
    return json && json->value("status"_L1) == u"ok"_s && json->contains("uptime"_L1) && json->contains("version"_L1);
}

//! One probe; what it calls with is a child of the caller's context and goes when the probe is over.
struct Probe {
    AgenticmailApi *api = nullptr;
    Credentials credentials;
    Pending<ProbeReport> pending;

    void finish(Result<ProbeReport> outcome) const
    {
        api->deleteLater();
        pending.finish(std::move(outcome));
    }
    void takeHealth(ProbeReport report, const Result<HttpAnswer> &answer) const
    {
        const bool isKnown = answer && isHealth(*answer);
        const bool isDisbelieved = !answer && answer.error().code.startsWith("tls-"_L1); // It may be anything.
        if (!answer && (mayRetry(answer.error().kind) || isDisbelieved))
            return finish(answer.error());
        // A control plane that serves these routes alone, as ours, has no such health; its nodes tell.
        if (!isKnown && (credentials.isEmpty() || api->canSignIn()))
            return finish(answer || answer.error().kind != ErrorKind::Refused || answer.error().code == httpcode::kNotAuthenticated
                              ? AgenticmailErrors::notAgenticmail(api->who(), u"it has no health of that kind"_s)
                              : answer.error());
        if (credentials.isEmpty())
            return finish(report);
        whenDone(api, api->call("GET", u"/api/engine/cluster/nodes"_s),
                 [probe = *this, report](const Result<HttpAnswer> &nodes) { probe.takeNodes(report, nodes); });
    }
    void takeNodes(ProbeReport report, const Result<HttpAnswer> &answer) const
    {
        if (!answer)
            return finish(answer.error());
        int unread = 0;
        if (const auto nodes = AgenticmailCodec::readNodes(answer->body, &unread); !nodes)
            return finish(AgenticmailErrors::notAgenticmail(api->who(), nodes.error().what));
        report.isSignedIn = true;
        finish(report);
    }
};

} // namespace

QString AgenticmailDialect::id() const
{
    return u"agenticmail"_s;
}

QString AgenticmailDialect::title() const
{
    return u"AgenticMail"_s;
}

Future<ProbeReport> AgenticmailDialect::probe(const ClusterAddress &address, const Credentials &credentials, QObject *context) const
{
    const Probe probe{new AgenticmailApi(address, credentials, m_clock, context), credentials, {}};
    const SteadyTime asked = m_clock.steadyNow();
    whenDone(probe.api, probe.api->callOpenly(u"/health"_s), [this, probe, asked](const Result<HttpAnswer> &answer) {
        ProbeReport report;
        report.dialect = id();
        report.product = title(); // The version that it tells is a constant, not the product's.
        report.latencyMs = static_cast<double>((m_clock.steadyNow() - asked).count());
        report.features = AgenticmailClient::allFeatures();
        probe.takeHealth(report, answer);
    });
    return probe.pending.future();
}

std::unique_ptr<Cluster> AgenticmailDialect::client(const ClusterAddress &address, const Credentials &credentials) const
{
    return std::make_unique<AgenticmailClient>(address, credentials, m_clock, QRandomGenerator::global()->generate());
}

std::unique_ptr<DialectRoutes> AgenticmailDialect::routes() const
{
    return std::make_unique<AgenticmailRoutes>(m_clock);
}

} // namespace muster
