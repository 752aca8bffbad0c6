// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeRoutes.h"

#include "core/base/Limits.h"
#include "core/dialects/native/NativeEventCodec.h"
#include "core/dialects/native/NativeReach.h"
#include "core/dialects/native/NativeReplies.h"
#include "core/dialects/native/NativeRoutesApi.h"
#include "core/dialects/native/NodeText.h"
#include "core/wire/Router.h"

#include <QPointer>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kNoBody = 0;
constexpr qsizetype kSmallBody = limits::kBeatBodyBytes; // A few fields at most.
constexpr qsizetype kLastIdBytes = 128; // Ours have 40; longer ones are nonsense.

std::optional<Tier> tierOf(const Caller &caller)
{
    switch (caller.access) {
    case Access::Viewer:
        return Tier::Viewer;
    case Access::Operator:
        return Tier::Operator;
    case Access::Admin:
        return Tier::Admin;
    case Access::Public:
    case Access::Join:
    case Access::Worker:
        return std::nullopt; // No tier of a person.
    }
    Q_UNREACHABLE();
}

void takeCaller(const Caller &caller, ClusterFacts *facts)
{
    facts->callerTier = tierOf(caller);
    for (const QString &tenant : caller.tenants)
        facts->callerTenants.append(TenantId(tenant));
}

//! \a own: the queues with the jobs of a bound audience alone.
QList<ClusterEvent> shownEvents(const Audience &audience, const QList<ClusterEvent> &events, const QList<QueueFacts> &own)
{
    QList<ClusterEvent> shown;
    TenantCounts counts;
    for (const ClusterEvent &event : events) {
        const bool isCounted = audience.isBound() && countsAll(event);
        const std::optional<ClusterEvent> one = isCounted ? counts.shown(event, own) : shownTo(audience, event);
        if (!one)
            continue;
        if (const auto *job = std::get_if<JobChanged>(&one->what))
            counts.noteTold(*job);
        shown.append(*one);
    }
    return shown;
}

//! Whoever misspells a parameter must not get another thing than was asked for.
Result<void> knows(const QStringList &parameters, const HttpRequest &request)
{
    for (const NamedText &one : request.query) {
        if (parameters.contains(one.name))
            continue;
        const QString name = one.name.left(40);
        if (parameters.isEmpty())
            return invalid(name, u"%1: there are no parameters here"_s.arg(name));
        return invalid(name, u"%1: there is no such parameter; there are %2"_s.arg(name, parameters.join(u", "_s)));
    }
    return {};
}

} // namespace

Future<HttpReply> NativeRoutes::Api::health()
{
    return replyTo(this, m_cluster.facts(), [](const ClusterFacts &facts) {
        return HttpReply::jsonText(200, NativeReplies::write(HealthReport{facts.version, facts.node}));
    });
}

Future<HttpReply> NativeRoutes::Api::cluster(const HttpRequest &request)
{
    const Caller caller = request.caller;
    const Audience audience = Audience::of(caller);
    Pending<HttpReply> pending;
    const auto features = onThreadOf<Features>(&m_cluster, [this] { return ready(m_cluster.features()); });
    whenDone(this, features, [this, pending, caller, audience](const Result<Features> &known) {
        whenDone(this, m_cluster.facts(), [this, pending, known, caller, audience](Result<ClusterFacts> facts) {
            if (facts)
                takeCaller(caller, &*facts);
            whenDone(this, m_cluster.snapshot(), [pending, known, facts, caller, audience](const Result<ClusterSnapshot> &snapshot) {
                if (!known || !facts || !snapshot)
                    pending.finish(!known ? known.error() : !facts ? facts.error() : snapshot.error());
                else
                    pending.finish(HttpReply::jsonText(200, NativeReplies::write(*facts, shownTo(audience, *known),
                                                                                     shownTo(audience, *snapshot), caller.name)));
            });
        });
    });
    return pending.future();
}

Future<HttpReply> NativeRoutes::Api::snapshot(const HttpRequest &request)
{
    const Audience audience = Audience::of(request.caller);
    const Pending<HttpReply> pending;
    whenDone(this, m_cluster.snapshot(), [this, pending, audience](const Result<ClusterSnapshot> &snapshot) {
        if (!snapshot)
            return pending.finish(snapshot.error());
        // After it: counts may be newer than its position, never older.
        whenDone(this, ownQueues(audience), [pending, audience, snapshot = *snapshot](const Result<QList<QueueFacts>> &own) {
            ClusterSnapshot shown = shownTo(audience, snapshot);
            if (audience.isBound() && own)
                shown.queues = *own;
            pending.finish(HttpReply::jsonText(200, snapshotText(shown)));
        });
    });
    return pending.future();
}

//! Queues with the jobs of a bound audience alone; nothing for others, whose counts stand in snapshots and events.
Future<QList<QueueFacts>> NativeRoutes::Api::ownQueues(const Audience &audience)
{
    return audience.isBound() ? m_cluster.queues(audience.reader()) : ready(QList<QueueFacts>());
}

Future<HttpReply> NativeRoutes::Api::events(const HttpRequest &request)
{
    const QByteArrayView asked = request.header("Last-Event-ID");
    const QString lastId = asked.size() > kLastIdBytes ? u"nonsense"_s : QString::fromUtf8(asked);
    return ready(HttpReply::stream([feed = QPointer<EventFeed>(&m_feed), lastId, audience = Audience::of(request.caller)](SseWriter *writer) {
        if (feed)
            feed->add(writer, lastId, audience);
    }));
}

Future<HttpReply> NativeRoutes::Api::eventsAfter(const HttpRequest &request)
{
    const std::optional<EventPosition> after = EventPosition::fromText(request.pathText("after"_L1));
    if (!after)
        return failed<HttpReply>(conflict(u"a position is EPOCH-NUMBER; read a snapshot"_s, u"resync"_s));
    Pending<HttpReply> pending;
    const Audience audience = Audience::of(request.caller);
    whenDone(this, m_cluster.eventsAfter(*after), [this, pending, audience](const Result<QList<ClusterEvent>> &events) {
        if (!events)
            return pending.finish(events.error());
        whenDone(this, ownQueues(audience), [pending, audience, events = *events](const Result<QList<QueueFacts>> &own) {
            const QList<ClusterEvent> shown = shownEvents(audience, events, own.value_or(QList<QueueFacts>()));
            const Result<QByteArray> bytes = NativeEventCodec::encodedList(shown);
            if (bytes)
                pending.finish(HttpReply{.status = 200, .contentType = "text/event-stream"_ba, .body = *bytes});
            else
                pending.finish(bytes.error());
        });
    });
    return pending.future();
}

Future<HttpReply> NativeRoutes::Api::reach(const HttpRequest &request)
{
    Result<ReachTarget> target = NativeReach::readTarget(request.body);
    if (!target)
        return failed<HttpReply>(target.error());
    target->isAdmin = request.caller.access == Access::Admin;
    target->askedBy = request.caller.name;
    return replyTo(this, m_cluster.reach(*std::move(target)),
                   [](const ReachReport &report) { return HttpReply::jsonText(200, NativeReach::write(report)); });
}

Future<HttpReply> NativeRoutes::Api::backup()
{
    return replyTo(this, m_cluster.backup(), [](const QByteArray &copy) {
        return HttpReply{.status = 200,
                         .contentType = "application/octet-stream"_ba,
                         .body = copy,
                         .headers = {{"Content-Disposition"_ba, "attachment; filename=\"muster-backup.sqlite\""_ba}}};
    });
}

NativeRoutes::NativeRoutes() = default;

NativeRoutes::~NativeRoutes() = default;

void NativeRoutes::mount(Router &router, Cluster &cluster, const RouteSettings &settings)
{
    m_api = std::make_unique<Api>(cluster, settings);
    Api *const api = m_api.get();
    const auto add = [&router, api](HttpMethod method, const QString &path, Access access, qsizetype bodyBytes, auto verb, Scope scope = Scope::Cluster,
                                    const QStringList &parameters = {}) {
        router.add(method, u"/api/v1"_s + path, {.access = access, .bodyBytes = bodyBytes, .scope = scope}, [api, verb, parameters](const HttpRequest &request) {
            if (!request.query.isEmpty()) {
                if (const Result<void> known = knows(parameters, request); !known)
                    return failed<HttpReply>(known.error());
            }
            if constexpr (std::is_invocable_v<decltype(verb), Api *>)
                return (api->*verb)();
            else
                return (api->*verb)(request);
        });
    };
    constexpr Scope kTenants = Scope::Tenants; // Nothing else is open to tokens that are bound to tenants (decisions/0025).
    add(HttpMethod::Get, u"/health"_s, Access::Public, kNoBody, &Api::health);
    add(HttpMethod::Get, u"/cluster"_s, Access::Viewer, kNoBody, &Api::cluster, kTenants);
    add(HttpMethod::Get, u"/snapshot"_s, Access::Viewer, kNoBody, &Api::snapshot, kTenants);
    add(HttpMethod::Get, u"/events"_s, Access::Viewer, kNoBody, &Api::events, kTenants);
    add(HttpMethod::Get, u"/events/{after}"_s, Access::Viewer, kNoBody, &Api::eventsAfter, kTenants);
    add(HttpMethod::Post, u"/reach"_s, Access::Operator, kSmallBody, &Api::reach);
    add(HttpMethod::Get, u"/backup"_s, Access::Admin, kNoBody, &Api::backup);
    add(HttpMethod::Get, u"/audit"_s, Access::Admin, kNoBody, &Api::audit, Scope::Cluster, {u"before"_s, u"most"_s, u"search"_s});
    add(HttpMethod::Get, u"/audit/verify"_s, Access::Admin, kNoBody, &Api::verifyAudit);
    add(HttpMethod::Get, u"/nodes"_s, Access::Viewer, kNoBody, &Api::nodes, kTenants);
    add(HttpMethod::Get, u"/nodes/{id}"_s, Access::Viewer, kNoBody, &Api::node, kTenants);
    add(HttpMethod::Post, u"/nodes"_s, Access::Worker, limits::kAnnounceBodyBytes, &Api::announce);
    add(HttpMethod::Post, u"/nodes/{id}/beats"_s, Access::Worker, limits::kBeatBodyBytes, &Api::beat);
    add(HttpMethod::Post, u"/nodes/{id}/leave"_s, Access::Worker, limits::kBeatBodyBytes, &Api::leave);
    add(HttpMethod::Delete, u"/nodes/{id}"_s, Access::Operator, kNoBody, &Api::remove);
    add(HttpMethod::Post, u"/nodes/{id}/ping"_s, Access::Operator, kSmallBody, &Api::ping);
    add(HttpMethod::Post, u"/nodes/{id}/restart"_s, Access::Operator, kSmallBody, &Api::restart);
    add(HttpMethod::Post, u"/nodes/{id}/cordon"_s, Access::Operator, kSmallBody, &Api::cordon);
    add(HttpMethod::Post, u"/nodes/{id}/uncordon"_s, Access::Operator, kSmallBody, &Api::uncordon);
    add(HttpMethod::Post, u"/nodes/{id}/drain"_s, Access::Operator, kSmallBody, &Api::drain);
    add(HttpMethod::Post, u"/nodes/{id}/stop-drain"_s, Access::Operator, kSmallBody, &Api::stopDrain);
    add(HttpMethod::Get, u"/mesh"_s, Access::Worker, kNoBody, &Api::mesh, Scope::Cluster, {u"node"_s});
    add(HttpMethod::Post, u"/join"_s, Access::Join, limits::kAnnounceBodyBytes, &Api::join);
    add(HttpMethod::Post, u"/credential"_s, Access::Worker, kSmallBody, &Api::renewCredential);
    add(HttpMethod::Get, u"/tokens"_s, Access::Admin, kNoBody, &Api::tokens);
    add(HttpMethod::Post, u"/tokens"_s, Access::Admin, limits::kAnnounceBodyBytes, &Api::createToken);
    add(HttpMethod::Delete, u"/tokens/{id}"_s, Access::Admin, kNoBody, &Api::revokeToken);
    // What a worker executes is said by admins alone (decisions.md 16); where and when, by operators.
    add(HttpMethod::Get, u"/entities"_s, Access::Viewer, kNoBody, &Api::entities, kTenants);
    add(HttpMethod::Post, u"/entities"_s, Access::Admin, limits::kEntityBodyBytes, &Api::saveEntity, kTenants);
    add(HttpMethod::Get, u"/entities/{kind}/{id}"_s, Access::Viewer, kNoBody, &Api::entity, kTenants);
    add(HttpMethod::Delete, u"/entities/{kind}/{id}"_s, Access::Admin, kNoBody, &Api::removeEntity, kTenants, {u"note"_s});
    add(HttpMethod::Post, u"/entities/{kind}/{id}/jobs"_s, Access::Operator, limits::kJobPayloadBytes, &Api::submit, kTenants,
        {u"attempts"_s, u"backoffMs"_s, u"delayMs"_s, u"priority"_s, u"dedupe"_s, u"attemptTimeoutMs"_s});
    add(HttpMethod::Get, u"/assignments"_s, Access::Viewer, kNoBody, &Api::assignments, kTenants);
    add(HttpMethod::Put, u"/assignments/{kind}/{id}"_s, Access::Operator, kSmallBody, &Api::assign, kTenants);
    add(HttpMethod::Delete, u"/assignments/{kind}/{id}"_s, Access::Operator, kNoBody, &Api::clearAssignment, kTenants, {u"version"_s, u"note"_s});
    add(HttpMethod::Get, u"/best-nodes"_s, Access::Viewer, kNoBody, &Api::bestNodes, kTenants, {u"needs"_s});
    add(HttpMethod::Get, u"/jobs"_s, Access::Viewer, kNoBody, &Api::jobs, kTenants,
        {u"state"_s, u"queue"_s, u"entity"_s, u"node"_s, u"search"_s, u"after"_s, u"most"_s});
    add(HttpMethod::Post, u"/jobs"_s, Access::Operator, limits::kJobBulkBytes, &Api::submitAll, kTenants);
    add(HttpMethod::Get, u"/jobs/{id}"_s, Access::Viewer, kNoBody, &Api::job, kTenants);
    add(HttpMethod::Delete, u"/jobs/{id}"_s, Access::Operator, kNoBody, &Api::discardJob, kTenants);
    add(HttpMethod::Post, u"/jobs/{id}/retry"_s, Access::Operator, kSmallBody, &Api::retryJob, kTenants);
    add(HttpMethod::Post, u"/jobs/{id}/cancel"_s, Access::Operator, kSmallBody, &Api::cancelJob, kTenants);
    add(HttpMethod::Get, u"/queues"_s, Access::Viewer, kNoBody, &Api::queues, kTenants);
    add(HttpMethod::Get, u"/logs"_s, Access::Viewer, kNoBody, &Api::log, kTenants, {u"source"_s, u"after"_s, u"most"_s});
    add(HttpMethod::Get, u"/logs/stream"_s, Access::Viewer, kNoBody, &Api::followLog, kTenants, {u"source"_s, u"after"_s, u"most"_s});
    add(HttpMethod::Post, u"/queues/{name}/pause"_s, Access::Operator, kSmallBody, &Api::pauseQueue);
    add(HttpMethod::Post, u"/queues/{name}/resume"_s, Access::Operator, kSmallBody, &Api::resumeQueue);
}

} // namespace muster
