// SPDX-License-Identifier: Apache-2.0
// The part of CognipeerClient about entities and their pins.
#include "core/base/Log.h"
#include "core/dialects/cognipeer/CognipeerClient.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kFresh{500}; // What is asked for right after a poll is that poll's.

QString pathOf(const CognipeerKey &key)
{
    return u"/api/cluster/assignments/"_s + HttpClient::segment(key.type) + u'/' + HttpClient::segment(key.id);
}

//! What the console's answers to a change mean.
Error explained(const Error &seen, const QString &who)
{
    if (seen.kind == ErrorKind::Invalid && seen.what.contains("nodeName is required"_L1)) {
        // It was there: the server reads the body as text where its cluster wants an object.
        Error error = unsupported(u"%1 cannot pin: its version refuses every pin (it says: nodeName is required); "
                                  "clearing a pin works"_s.arg(who));
        error.code = u"pin-unsupported"_s;
        return error;
    }
    const bool isNoNode = seen.kind == ErrorKind::Internal && seen.what.contains("not found in cluster registry"_L1);
    return isNoNode ? notFound(seen.what) : seen;
}

} // namespace

//! The list in \a answer; nullopt, and the reason kept, when there is none.
std::optional<CognipeerRows<CognipeerInstance>> CognipeerClient::instancesIn(const Result<CognipeerAnswer> &answer)
{
    Result<CognipeerRows<CognipeerInstance>> read =
        answer ? CognipeerWork::readInstances(answer->json) : Result<CognipeerRows<CognipeerInstance>>(answer.error());
    if (read) {
        m_instancesError.reset();
        return *std::move(read);
    }
    if (!m_instancesError)
        qCWarning(logLink).noquote() << "entities of" << m_session.who() << "cannot be listed:" << escapedForLog(read.error().text());
    m_instancesError = read.error();
    return std::nullopt;
}

void CognipeerClient::takeEntities()
{
    const QList<EntityState> states = m_entities.states(*m_nodes, m_defaultNode);
    const QList<ClusterChange> changes = changesBetween(m_states, states);
    m_states = states;
    tell(changes);
}

//! What everybody who looks should know of what the lists leave out.
QList<ClusterNotice> CognipeerClient::notices() const
{
    QList<ClusterNotice> notices;
    if (m_instancesError)
        notices.append({u"entities-unread"_s, u"This console does not list its entities (%1); only pinned ones are shown."_s
                                                  .arg(m_instancesError->what)});
    if (!m_entities.unknownTypes().isEmpty())
        notices.append({u"unknown-kinds"_s, u"Entities of these kinds are not shown, because they are not known here: %1."_s
                                                .arg(m_entities.unknownTypes().mid(0, 8).join(u", "_s))});
    return notices;
}

Future<void> CognipeerClient::fresh()
{
    const bool isFresh = m_link.state == LinkState::Polled && m_clock.steadyNow() - m_polledAt < kFresh;
    return isFresh ? ready() : poll();
}

Future<QList<EntityState>> CognipeerClient::entities(Actor)
{
    return onThreadOf<QList<EntityState>>(this, [this] {
        const Pending<QList<EntityState>> pending;
        whenDone(this, fresh(), [this, pending](const Result<void> &polled) {
            if (!polled)
                return pending.finish(polled.error());
            if (m_instancesError && m_states.isEmpty())
                return pending.finish(m_instancesError->within(u"listing the entities of "_s + m_session.who()));
            pending.finish(m_states);
        });
        return pending.future();
    });
}

Future<EntityState> CognipeerClient::assign(AssignmentRequest request, Actor)
{
    return onThreadOf<EntityState>(this, [this, request = std::move(request)] {
        const Pending<EntityState> pending;
        const bool isKnown = m_nodes && !request.version && m_entities.keyOf(request.entity);
        whenDone(this, isKnown ? ready() : poll(), [this, request, pending](const Result<void> &polled) {
            if (polled)
                assignNow(request, pending);
            else
                pending.finish(polled.error());
        });
        return pending.future();
    });
}

//! Why it is not even asked for.
std::optional<Error> CognipeerClient::blame(const AssignmentRequest &request) const
{
    const QString entity = request.entity.text();
    if (!m_entities.keyOf(request.entity))
        return m_instancesError ? *m_instancesError : notFound(u"there is no entity %1"_s.arg(entity));
    const bool isThere = std::ranges::any_of(*m_nodes, [&request](const Node &node) { return node.id() == request.node; });
    if (!request.node.isEmpty() && !isThere)
        return notFound(u"there is no node %1"_s.arg(request.node.text()));
    const quint64 version = m_entities.versionOf(request.entity);
    const auto state = std::ranges::find(m_states, request.entity, [](const EntityState &one) { return one.entity.ref; });
    const bool isPinned = state != m_states.end() && state->assignment;
    // Whoever saw no pin says 0, also when there had been one.
    if (!request.version || *request.version == version || (*request.version == 0 && !isPinned))
        return std::nullopt;
    const QString pin = isPinned ? u"pinned to %1, %2"_s.arg(state->assignment->node.text(), wordOf(state->assignment->mode))
                                 : u"pinned nowhere"_s;
    return conflict(u"the pin of %1 was changed meanwhile: it is %2 (version %3)"_s.arg(entity, pin).arg(version), u"version"_s);
}

void CognipeerClient::assignNow(const AssignmentRequest &request, const Pending<EntityState> &pending)
{
    if (const std::optional<Error> error = blame(request))
        return pending.finish(*error);
    const QString path = pathOf(*m_entities.keyOf(request.entity));
    const auto take = [this, request, pending](const Result<CognipeerAnswer> &answer) { takeChange(request, answer, pending); };
    if (request.node.isEmpty())
        return whenDone(this, m_session.remove(path), take);
    const auto node = std::ranges::find(*m_nodes, request.node, [](const Node &one) { return one.id(); });
    const std::optional<quint64> version = m_entities.hasVersions() ? request.version : std::nullopt;
    whenDone(this, m_session.put(path, CognipeerWork::writePin(node->who.name, request.mode, version)), take);
}

void CognipeerClient::takeChange(const AssignmentRequest &request, const Result<CognipeerAnswer> &answer,
                                 const Pending<EntityState> &pending)
{
    if (!answer)
        return pending.finish(explained(answer.error(), m_session.who()));
    std::optional<CognipeerPin> pin;
    if (!request.node.isEmpty()) {
        const Result<CognipeerPin> pinned = CognipeerWork::readPinned(answer->json);
        if (!pinned)
            return pending.finish(pinned.error().within(u"reading what %1 answered"_s.arg(m_session.who())));
        pin = *pinned;
    }
    ++m_edits;
    m_entities.setPin(request.entity, pin);
    takeEntities();
    const auto state = std::ranges::find(m_states, request.entity, [](const EntityState &one) { return one.entity.ref; });
    if (state == m_states.end())
        return pending.finish(notFound(u"%1 is gone meanwhile"_s.arg(request.entity.text())));
    pending.finish(*state);
}

} // namespace muster
