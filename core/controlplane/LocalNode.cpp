// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/LocalNode.h"

#include "core/base/Log.h"
#include "core/domain/AgentNews.h"

#include <bit>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! News of agents waits so long for more of them.
constexpr milliseconds kAgentsSoon{500};

} // namespace

LocalNode::LocalNode(Cluster &cluster, HostProbe &probe, const Clock &clock, LocalNodeSetup setup, QObject *parent)
    : QObject(parent), m_cluster(cluster), m_probe(probe), m_clock(clock), m_setup(std::move(setup)),
      m_pace(m_setup.seed), m_goodbye(muster::ready())
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &LocalNode::step);
}

LocalNode::~LocalNode() = default;

void LocalNode::startUp()
{
    m_isAnnounced = false;
    m_hasBeaten = false;
    m_wasRefused = false;
    m_ping.clear();
    step();
}

void LocalNode::shutDown()
{
    m_timer.stop();
    ++m_call; // Whatever is under way comes too late.
    m_isUnderWay = false;
    setReport({});
    if (!m_isAnnounced)
        return;
    m_isAnnounced = false;
    m_goodbye = m_cluster.leave({.node = m_setup.who.id, .instance = m_setup.instance});
}

Future<void> LocalNode::leave()
{
    stop();
    // The one who gives up first, goodbye or deadline, decides; the other finds `open` false.
    Pending<void> pending;
    auto open = std::make_shared<bool>(true); // Two owners: the two callbacks.
    const auto finish = [pending, open] {
        if (std::exchange(*open, false))
            pending.finish({});
    };
    whenDone(this, m_goodbye, [finish](const Result<void> &left) {
        if (!left)
            qCWarning(logNode, "The goodbye failed: %ls", qUtf16Printable(left.error().text()));
        finish();
    });
    QTimer::singleShot(limits::kLeaveDeadline, this, finish);
    return pending.future();
}

void LocalNode::retryNow()
{
    if (isRunning() && !m_isUnderWay)
        step();
}

void LocalNode::setWork(const QList<Agent> &agents, int jobsRunning)
{
    m_agents = agents.mid(0, limits::kNodeAgents);
    m_jobsRunning = jobsRunning;
    if (newsOf(m_told, m_agents) != AgentNews::Agents)
        return; // What they take goes with a beat that is due.
    m_areAgentsTold = false;
    // Soon, not at once: a crash loop must not become a storm of beats.
    if (isRunning() && m_isAnnounced && !m_isUnderWay && m_timer.remainingTimeAsDuration() > kAgentsSoon)
        m_timer.start(kAgentsSoon);
}

void LocalNode::noteTold()
{
    m_areAgentsTold = true;
    m_told = m_agents;
    m_toldAt = m_clock.steadyNow();
}

bool LocalNode::isUseDue() const
{
    return newsOf(m_told, m_agents) != AgentNews::None && mayTellUse(m_told, m_agents, m_clock.steadyNow() - m_toldAt);
}

Load LocalNode::loadNow()
{
    Load load = m_probe.sample();
    load.jobsRunning = m_jobsRunning;
    return load;
}

void LocalNode::step()
{
    m_timer.stop();
    if (m_isAnnounced)
        sendBeat();
    else
        sendAnnouncement();
}

void LocalNode::sendAnnouncement()
{
    if (m_report.state == LocalNodeState::Stopped)
        setReport({.state = LocalNodeState::Announcing, .cause = {}, .attempt = 0, .retryIn = {}});
    m_isUnderWay = true;
    Announcement announcement{
        .who = m_setup.who, .instance = m_setup.instance, .load = loadNow(), .agents = m_agents};
    noteTold();
    whenDone(this, m_cluster.announce(std::move(announcement)), [this, call = ++m_call](const Result<Welcome> &welcome) {
        if (call == m_call)
            takeWelcome(welcome);
    });
}

void LocalNode::takeWelcome(const Result<Welcome> &welcome)
{
    m_isUnderWay = false;
    if (!welcome)
        return fail(welcome.error());
    m_isAnnounced = true;
    m_pace.setInterval(welcome->beatInterval);
    m_timer.start(0); // Announced is not alive: only an accepted beat counts.
}

void LocalNode::sendBeat()
{
    m_isUnderWay = true;
    Heartbeat beat;
    beat.node = m_setup.who.id;
    beat.instance = m_setup.instance;
    beat.sequence = ++m_sequence;
    beat.sentAt = m_clock.now();
    beat.load = loadNow();
    if (!m_areAgentsTold || isUseDue()) {
        beat.agents = m_agents;
        noteTold();
    }
    beat.answersPing = std::exchange(m_ping, {});
    const bool hasCpu = beat.load.cpu.has_value();
    whenDone(this, m_cluster.beat(std::move(beat)),
             [this, call = ++m_call, sentAt = m_clock.steadyNow(), hasCpu](const Result<BeatReply> &reply) {
                 if (call == m_call)
                     takeReply(reply, sentAt, hasCpu);
             });
}

void LocalNode::takeReply(const Result<BeatReply> &reply, SteadyTime sentAt, bool hadCpu)
{
    m_isUnderWay = false;
    if (!reply)
        return fail(reply.error());
    m_pace.setInterval(reply->beatInterval);
    m_ping = reply->ping;
    const milliseconds next = m_pace.afterBeat(m_clock.steadyNow() - sentAt, hadCpu);
    m_timer.start(m_ping.isEmpty() ? next : milliseconds(0));
    setReport({.state = LocalNodeState::Beating, .cause = {}, .attempt = 0, .retryIn = {}});
    if (!std::exchange(m_hasBeaten, true))
        Q_EMIT firstBeatAccepted();
}

void LocalNode::fail(const Error &error)
{
    m_areAgentsTold = false; // Perhaps: told again with the next one.
    const LocalNodeState state = localNodeStateAfter(error);
    // Another one holds our id, or we were forgotten: a beat can never mend that. Other failures leave us announced.
    if (state == LocalNodeState::AnnounceFirst || state == LocalNodeState::DuplicateId)
        m_isAnnounced = false;
    const milliseconds delay = m_pace.afterFailure(state);
    m_timer.start(delay);
    setReport({.state = state, .cause = error, .attempt = m_pace.failures(), .retryIn = delay});
    if (needsPerson(state) && !m_hasBeaten && !std::exchange(m_wasRefused, true))
        Q_EMIT refusedAtFirstContact(error);
}

void LocalNode::setReport(const LocalNodeReport &report)
{
    if (report == m_report)
        return;
    const bool isNewState = report.state != m_report.state;
    m_report = report;
    // A long outage is logged at attempts 1, 2, 4, 8 …, not thousands of times.
    if (isNewState || std::has_single_bit(static_cast<unsigned>(report.attempt)))
        logState(report);
    Q_EMIT stateChanged(m_report);
}

void LocalNode::logState(const LocalNodeReport &report) const
{
    const QString state = wordOf(report.state);
    if (report.cause.what.isEmpty()) {
        qCInfo(logNode, "Node %ls: %ls", qUtf16Printable(m_setup.who.id.text()), qUtf16Printable(state));
        return;
    }
    const qint64 retryMs = report.retryIn.value_or(milliseconds(0)).count();
    // After a beat that failed we are announced still, and the control plane may well show us as alive.
    const QString what = m_isAnnounced ? u"is announced, but its beats fail"_s : u"is not registered"_s;
    qCWarning(logNode, "Node %ls %ls, %ls (attempt %d, next in %lld ms): %ls", qUtf16Printable(m_setup.who.id.text()),
              qUtf16Printable(what), qUtf16Printable(state), report.attempt, static_cast<long long>(retryMs),
              qUtf16Printable(report.cause.text()));
}

} // namespace muster
