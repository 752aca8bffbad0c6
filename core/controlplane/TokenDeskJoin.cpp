// SPDX-License-Identifier: Apache-2.0
// The half of TokenDesk that gives nodes their credentials.
#include "core/base/Limits.h"
#include "core/base/Log.h"
#include "core/controlplane/NodeLedger.h"
#include "core/controlplane/TokenDesk.h"
#include "core/controlplane/TokenRules.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

//! The other credentials of \a node as they will be kept once another has taken their place.
QList<StoredToken> TokenDesk::endedCopies(const NodeId &node, const TokenId &except) const
{
    QList<StoredToken> copies;
    for (const Entry &entry : m_entries) {
        const TokenFacts &facts = entry.kept.facts;
        if (facts.node != node || facts.id == except || entry.hasEnded)
            continue;
        copies.append(entry.kept);
        copies.last().facts.revokedAt = m_clock.now();
    }
    return copies;
}

TokenDesk::Fresh TokenDesk::makeCredential(const TokenFacts &pattern, const NodeId &node, const QByteArray &instanceHash) const
{
    TokenFacts facts;
    facts.kind = TokenKind::Credential;
    facts.name = node.text();
    facts.role = pattern.role;
    facts.capabilities = pattern.capabilities;
    facts.node = node;
    facts.createdBy = u"%1 %2"_s.arg(pattern.kind == TokenKind::Join ? u"join token"_s : u"credential"_s, pattern.id.text());
    Fresh fresh = makeFresh(std::move(facts));
    fresh.kept.instanceHash = instanceHash;
    return fresh;
}

Result<void> TokenDesk::mayJoin(const JoinRequest &request) const
{
    const auto entry = m_entries.constFind(request.shown);
    if (entry == m_entries.cend() || !isOpen(*entry) || entry->kept.facts.kind != TokenKind::Join
        || !isNameAllowed(entry->kept.facts, request.who))
        return noSuchKey();
    return isWithin(entry->kept.facts, request.who);
}

bool TokenDesk::isTakeover(const JoinRequest &request) const
{
    const auto shown = m_entries.constFind(request.shown);
    const bool isForThisName = shown != m_entries.cend() && shown->kept.facts.name == request.who.id.text();
    const Entry *current = openCredentialOf(request.who.id);
    return current && !isForThisName && current->kept.instanceHash != instanceHashOf(request.instance.reveal());
}

Future<JoinGrant> TokenDesk::join(const JoinRequest &request)
{
    const NodeId &node = request.who.id;
    if (const Result<void> allowed = mayJoin(request); !allowed)
        return failed<JoinGrant>(allowed.error());
    if (m_busyNodes.contains(node))
        return failed<JoinGrant>(Error{ErrorKind::Busy, {}, u"%1 is joining already; try again"_s.arg(node.text()), {}, {}});
    if (const Result<void> room = ensureRoom(); !room)
        return failed<JoinGrant>(room.error());
    Entry *entry = openEntry(request.shown);
    if (!entry)
        return failed<JoinGrant>(noSuchKey()); // It expired since mayJoin() looked.
    --entry->kept.facts.usesLeft; // Taken before the store answers, so that nobody else can have it (T-1).
    entry->kept.facts.lastUsedAt = m_clock.now();
    m_busyNodes.insert(node, false);
    const Fresh fresh = makeCredential(entry->kept.facts, node, instanceHashOf(request.instance.reveal()));
    QList<StoredToken> written = endedCopies(node, {});
    written.append(fresh.kept);
    const Pending<JoinGrant> pending;
    const Future<void> exchanged = m_store.exchange(request.shown, m_clock.now(), written);
    whenStored(m_context, exchanged, [this, pending, written, fresh, join = request.shown](const Result<void> &stored) {
        const TokenFacts &made = fresh.kept.facts;
        const bool isRevoked = m_busyNodes.take(*made.node); // While the store wrote.
        if (!stored) {
            if (const auto spent = m_entries.find(join); spent != m_entries.end())
                ++spent->kept.facts.usesLeft;
            return pending.finish(stored.error().code == u"token-spent" ? noSuchKey() : stored.error().within(u"joining"_s));
        }
        for (const StoredToken &old : written.first(written.size() - 1)) {
            m_entries[old.facts.id].kept = old;
            end(old.facts.id);
        }
        insert(fresh.kept); // Moves the other entries when the table grows: nothing found before it holds.
        if (const auto spent = m_entries.constFind(join); spent != m_entries.cend() && spent->kept.facts.usesLeft == 0)
            end(join);
        qCInfo(logCluster) << made.name << "joined with token" << join.text();
        handOut(fresh, isRevoked, pending);
    });
    return pending.future();
}

Future<JoinGrant> TokenDesk::renew(const TokenId &shown)
{
    const Entry *entry = openEntry(shown);
    if (!entry || entry->kept.facts.kind != TokenKind::Credential || !entry->kept.facts.node)
        return failed<JoinGrant>(noSuchKey());
    const NodeId node = *entry->kept.facts.node;
    // Who has shown the heir has it: the old one is for what is on its way, and must not live on through heirs of its own.
    const auto heir = m_entries.constFind(m_currentOf.value(node));
    const bool hasHeir = heir != m_entries.cend() && heir->kept.facts.id != shown && heir->kept.facts.lastUsedAt;
    if (entry->kept.facts.expiresAt && hasHeir)
        return failed<JoinGrant>(noSuchKey());
    if (m_busyNodes.contains(node))
        return failed<JoinGrant>(
            Error{ErrorKind::Busy, {}, u"the credential of %1 is being renewed already"_s.arg(node.text()), {}, {}});
    if (const Result<void> room = ensureRoom(); !room)
        return failed<JoinGrant>(room.error());
    entry = openEntry(shown);
    if (!entry)
        return failed<JoinGrant>(noSuchKey()); // It expired within this call.
    m_busyNodes.insert(node, false);
    StoredToken old = entry->kept;
    const Timestamp overlapEnd = m_clock.now() + limits::kCredentialOverlap;
    // A second renewal with the same one, as after a lost answer, does not lengthen its life.
    old.facts.expiresAt = old.facts.expiresAt ? std::min(*old.facts.expiresAt, overlapEnd) : overlapEnd;
    const Fresh fresh = makeCredential(old.facts, node, old.instanceHash);
    QList<StoredToken> written = endedCopies(node, shown);
    written << old << fresh.kept;
    const Pending<JoinGrant> pending;
    whenStored(m_context, m_store.upsert(written), [this, pending, written, fresh, old](const Result<void> &stored) {
        const bool isRevoked = m_busyNodes.take(*fresh.kept.facts.node); // While the store wrote.
        if (!stored)
            return pending.finish(stored.error().within(u"renewing a credential"_s));
        for (const StoredToken &one : written.first(written.size() - 2)) {
            m_entries[one.facts.id].kept = one;
            end(one.facts.id);
        }
        insert(fresh.kept);
        Entry &ending = m_entries[old.facts.id];
        ending.kept.facts.expiresAt = old.facts.expiresAt;
        ending.endsAt = std::min(ending.endsAt.value_or(SteadyTime::max()), m_clock.steadyNow() + limits::kCredentialOverlap);
        m_nextExpiry = std::min(m_nextExpiry, *old.facts.expiresAt);
        m_nextOverlapEnd = std::min(m_nextOverlapEnd, *ending.endsAt);
        handOut(fresh, isRevoked, pending);
    });
    return pending.future();
}

void TokenDesk::handOut(const Fresh &fresh, bool isRevoked, const Pending<JoinGrant> &pending)
{
    if (!isRevoked)
        return pending.finish(JoinGrant{fresh.kept.facts, fresh.token});
    whenDone(m_context, endAll({fresh.kept.facts.id}, u"revoking a credential"_s),
             [pending](const Result<void> &) { pending.finish(noSuchKey()); });
}

Result<void> TokenDesk::admits(const Announcement &announcement) const
{
    // What it was let in with may have ended while it waited, for its body or for the store. A token of a file has no entry.
    if (const auto shown = m_entries.constFind(announcement.shown); shown != m_entries.cend() && !isOpen(*shown))
        return noSuchKey();
    const Entry *current = openCredentialOf(announcement.who.id);
    if (!current)
        return {};
    if (current->kept.instanceHash != instanceHashOf(announcement.instance.reveal()))
        return refused(u"%1 joined with a credential of its own; another machine needs a join token"_s.arg(
                           announcement.who.id.text()),
                       u"not-your-node"_s);
    return isWithin(current->kept.facts, announcement.who);
}

} // namespace muster
