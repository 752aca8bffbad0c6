// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cognipeer/CognipeerClient.h"

#include "core/base/Log.h"
#include "core/dialects/cognipeer/CognipeerChanges.h"

#include <QUuid>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

bool needsPerson(const Error &error)
{
    return !mayRetry(error.kind) && error.kind != ErrorKind::Internal;
}

} // namespace

CognipeerClient::CognipeerClient(const ClusterAddress &address, const Credentials &credentials, const Clock &clock,
                                 CognipeerPace pace, QObject *parent)
    : Cluster(parent),
      m_clock(clock),
      m_pace(pace),
      m_session(address, credentials, clock),
      m_epoch(QUuid::createUuid().toString(QUuid::Id128).left(12)),
      m_jitter({.first = pace.poll, .most = pace.poll, .steady = 0.8}, pace.seed),
      m_backoff({.first = pace.retryFirst, .most = pace.retryMost, .steady = 0.5}, pace.seed),
      m_interval(pace.poll)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { (void)poll(); });
}

CognipeerClient::~CognipeerClient() = default;

void CognipeerClient::startUp()
{
    setLink(LinkState::Connecting);
    (void)poll();
}

void CognipeerClient::shutDown()
{
    m_timer.stop();
    m_lostSince.reset();
    m_backoff.reset();
    setLink(LinkState::Idle);
}

void CognipeerClient::retryNow()
{
    m_session.forgive();
    m_session.dropConnections();
    if (isRunning())
        (void)poll();
}

//! Asks, or joins the asking that is under way.
Future<void> CognipeerClient::poll()
{
    if (m_asked)
        return m_asked->future();
    m_timer.stop();
    m_asked = Pending<void>();
    const Future<void> outcome = m_asked->future();
    if (m_ownNode.isEmpty())
        askHealth();
    else
        askOverview();
    return outcome;
}

//! Only the health route knows which node answers; the overview's thisNodeName is the default node's.
void CognipeerClient::askHealth()
{
    whenDone(this, m_session.ask(u"/api/health/ready"_s), [this](const Result<CognipeerAnswer> &answer) {
        if (!answer)
            return lose(answer.error());
        if (const Result<CognipeerHealth> health = CognipeerReplies::readHealth(answer->json))
            m_ownNode = health->node;
        askOverview(); // Whose refusals say more than a health without a cluster.
    });
}

void CognipeerClient::askOverview()
{
    m_editsAtPoll = m_edits;
    whenDone(this, m_session.get(u"/api/cluster/overview"_s),
             [this](const Result<CognipeerAnswer> &answer) { take(answer); });
}

void CognipeerClient::take(const Result<CognipeerAnswer> &answer)
{
    if (!answer)
        return lose(answer.error());
    const Timestamp takenAt = m_clock.now() + answer->clockOffset;
    const Result<CognipeerOverview> overview = CognipeerReplies::readOverview(answer->json, takenAt);
    if (!overview)
        return lose(overview.error().within(u"reading the overview of "_s + m_session.who()));
    askInstances(*overview, takenAt);
}

void CognipeerClient::askInstances(const CognipeerOverview &overview, Timestamp takenAt)
{
    whenDone(this, m_session.get(u"/api/cluster/instances"_s), [this, overview, takenAt](const Result<CognipeerAnswer> &answer) {
        // A lost line is lost; that only this list cannot be had is no reason to show no nodes.
        if (!answer && (mayRetry(answer.error().kind) || m_session.isHopeless()))
            return lose(answer.error());
        if (m_edits != m_editsAtPoll)
            return askOverview(); // It may not have seen our change.
        m_entities.take(overview.pins, instancesIn(answer));
        m_defaultNode = overview.defaultNode;
        m_takenAt = takenAt;
        m_polledAt = m_clock.steadyNow();
        takeNodes(overview.nodes);
        succeed();
    });
}

void CognipeerClient::takeNodes(QList<Node> nodes)
{
    if (!m_nodes) { // Where the numbers begin; a snapshot tells it.
        m_nodes = std::move(nodes);
        m_states = m_entities.states(*m_nodes, m_defaultNode);
        return;
    }
    carryOver(*m_nodes, &nodes);
    const QList<ClusterChange> changes = changesBetween(*m_nodes, nodes, &m_removed);
    m_nodes = std::move(nodes);
    tell(changes);
    takeEntities();
}

void CognipeerClient::tell(const QList<ClusterChange> &changes)
{
    for (const ClusterChange &change : changes)
        Q_EMIT eventArrived({.position = {m_epoch, ++m_number}, .at = m_takenAt, .what = change});
}

void CognipeerClient::succeed()
{
    m_lostSince.reset();
    m_backoff.reset();
    m_isSlowed = false;
    m_link.lastHeardAt = m_clock.now();
    if (isRunning()) {
        const double share = static_cast<double>(m_jitter.next().count()) / static_cast<double>(m_pace.poll.count());
        m_timer.start(milliseconds(static_cast<qint64>(static_cast<double>(m_interval.count()) * share)));
        setLink(LinkState::Polled);
    }
    // Back to the usual pace by a tenth a poll, so that a server that wants less is not asked in bursts.
    m_interval = std::max(m_pace.poll, m_interval - m_pace.poll / 10);
    finish({});
}

void CognipeerClient::lose(const Error &error)
{
    if (isRunning())
        showLoss(error);
    finish(error);
}

void CognipeerClient::showLoss(const Error &error)
{
    qCInfo(logLink).noquote() << "polling:" << escapedForLog(error.text());
    const milliseconds delay = retryDelay(error);
    const bool isTooOften = error.kind == ErrorKind::Busy && error.code == "too-many-requests"_L1;
    if (isTooOften && m_link.state == LinkState::Polled && !m_isSlowed && delay <= m_pace.pollMost) {
        // It lives, and what we show is no older than the pace that it wants: we only ask less often.
        m_isSlowed = true;
        m_interval = std::max(delay, std::min(m_interval * 2, m_pace.pollMost));
        m_timer.start(m_interval);
        setLink(LinkState::Polled);
        return;
    }
    m_ownNode.clear(); // Another node may be the next to answer.
    if (m_session.isHopeless()) {
        setLink(LinkState::Blocked, error);
        return;
    }
    m_timer.start(delay);
    setLink(needsPerson(error) ? LinkState::Blocked : LinkState::Reconnecting, error, delay);
}

milliseconds CognipeerClient::retryDelay(const Error &error)
{
    if (error.kind == ErrorKind::Busy && m_session.askedDelay())
        return std::max(*m_session.askedDelay(), m_pace.retryFirst);
    if (error.kind == ErrorKind::Busy && error.code == "too-many-requests"_L1)
        return m_pace.pollMost;
    if (needsPerson(error))
        return m_pace.pollMost; // A person must act; it is looked at now and then whether one did.
    const SteadyTime now = m_clock.steadyNow();
    if (!m_lostSince)
        m_lostSince = now;
    return now - *m_lostSince >= m_pace.retryMostUntil ? m_pace.retryLater : m_backoff.next();
}

void CognipeerClient::finish(const Result<void> &outcome)
{
    if (const auto asked = std::exchange(m_asked, {}))
        asked->finish(outcome);
}

void CognipeerClient::setLink(LinkState state, const Error &cause, std::optional<milliseconds> next)
{
    LinkReport report{state, cause, 0, std::nullopt, m_link.lastHeardAt, std::nullopt};
    if (state == LinkState::Reconnecting)
        report.attempt = m_link.state == LinkState::Reconnecting ? m_link.attempt + 1 : 1;
    if (state == LinkState::Polled)
        report.pollInterval = m_interval;
    if (next)
        report.retryAt = m_clock.now() + *next;
    m_link = report;
    Q_EMIT linkChanged(m_link);
}

Future<ClusterFacts> CognipeerClient::facts()
{
    return onThreadOf<ClusterFacts>(this, [this] {
        Pending<ClusterFacts> pending;
        const bool isKnown = m_nodes && !m_ownNode.isEmpty();
        whenDone(this, isKnown ? ready() : poll(), [this, pending](const Result<void> &polled) {
            if (!polled)
                return pending.finish(polled.error());
            const auto own = std::ranges::find(*m_nodes, m_ownNode, [](const Node &node) { return node.who.name; });
            pending.finish(ClusterFacts{.version = own == m_nodes->end() ? QString() : own->who.version,
                                        .node = m_ownNode,
                                        .epoch = m_epoch,
                                        .beatInterval = CognipeerReplies::kBeatInterval,
                                        .offlineAfter = CognipeerReplies::kOfflineAfter,
                                        .notices = notices()});
        });
        return pending.future();
    });
}

Future<ClusterSnapshot> CognipeerClient::snapshot()
{
    return onThreadOf<ClusterSnapshot>(this, [this] {
        Pending<ClusterSnapshot> pending;
        whenDone(this, fresh(), [this, pending](const Result<void> &polled) {
            if (!polled)
                return pending.finish(polled.error());
            ClusterSnapshot snapshot{
                .position = {m_epoch, m_number}, .takenAt = m_takenAt, .nodes = *m_nodes, .histories = {}, .entities = m_states};
            if (std::ranges::any_of(*m_nodes, [this](const Node &node) { return node.who.name == m_defaultNode; }))
                snapshot.defaultNode = CognipeerReplies::nodeIdOf(m_defaultNode);
            pending.finish(snapshot);
        });
        return pending.future();
    });
}

} // namespace muster
