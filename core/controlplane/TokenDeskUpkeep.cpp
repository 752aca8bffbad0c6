// SPDX-License-Identifier: Apache-2.0
// The half of TokenDesk that works by itself: what expires, what is forgotten, what is written now and then; and what has room.
#include "core/base/Limits.h"
#include "core/controlplane/NodeLedger.h"
#include "core/controlplane/TokenDesk.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kForgetPause = std::chrono::hours(1); // Between two looks for what ended long ago.

} // namespace

void TokenDesk::sweep()
{
    const Timestamp now = m_clock.now();
    const SteadyTime steady = m_clock.steadyNow();
    if (now >= m_nextExpiry || steady >= m_nextOverlapEnd) {
        m_nextExpiry = Timestamp{std::numeric_limits<qint64>::max()};
        m_nextOverlapEnd = SteadyTime::max();
        QList<TokenId> expired;
        for (const Entry &entry : std::as_const(m_entries)) {
            if (entry.hasEnded)
                continue;
            const Timestamp expiry = entry.kept.facts.expiresAt.value_or(Timestamp{std::numeric_limits<qint64>::max()});
            const SteadyTime end = entry.endsAt.value_or(SteadyTime::max());
            if (now >= expiry || steady >= end) {
                expired.append(entry.kept.facts.id);
            } else {
                m_nextExpiry = std::min(m_nextExpiry, expiry);
                m_nextOverlapEnd = std::min(m_nextOverlapEnd, end);
            }
        }
        for (const TokenId &token : std::as_const(expired))
            end(token);
    }
    if (steady - m_forgotAt >= kForgetPause)
        forgetLongEnded();
}

QHash<NodeId, Timestamp> TokenDesk::shutOutNodes() const
{
    QHash<NodeId, Timestamp> nodes;
    for (const Entry &entry : m_entries) {
        const TokenFacts &facts = entry.kept.facts;
        if (facts.node && facts.revokedAt)
            nodes[*facts.node] = std::max(nodes.value(*facts.node, *facts.revokedAt), *facts.revokedAt);
    }
    nodes.removeIf([this](const auto &one) { return openCredentialOf(one.key()) != nullptr; });
    return nodes;
}

void TokenDesk::forgetLongEnded()
{
    m_forgotAt = m_clock.steadyNow();
    // By the earlier of two clocks: one that jumps ahead must not make us forget.
    const Timestamp now = std::min(m_clock.now(), steadyWall());
    QList<TokenId> gone;
    for (const Entry &entry : std::as_const(m_entries)) {
        const TokenFacts &facts = entry.kept.facts;
        const bool isUsedUp = facts.kind == TokenKind::Join && facts.usesLeft == 0 && facts.lastUsedAt;
        const Timestamp endedAt = facts.revokedAt ? *facts.revokedAt
            : isUsedUp                            ? *facts.lastUsedAt
                                                  : facts.expiresAt.value_or(now);
        if (entry.hasEnded && !entry.isUnsaved && now - endedAt >= limits::kEndedTokensKept)
            gone.append(facts.id);
    }
    if (gone.isEmpty())
        return;
    for (const TokenId &token : std::as_const(gone))
        m_entries.remove(token);
    (void)m_store.remove(gone); // If that fails they are looked at again after the next start.
}

Future<void> TokenDesk::flush()
{
    QList<TokenUse> uses;
    for (Entry &entry : m_entries) {
        if (entry.isTouched && entry.kept.facts.lastUsedAt)
            uses.append({entry.kept.facts.id, *entry.kept.facts.lastUsedAt});
        entry.isTouched = false;
    }
    if (uses.isEmpty())
        return ready();
    const Future<void> touched = m_store.touch(uses);
    whenStored(m_context, touched, [this, uses](const Result<void> &stored) {
        for (const TokenUse &one : uses) {
            if (const auto found = m_entries.find(one.token); found != m_entries.end() && !stored)
                found->isTouched = true;
        }
    });
    return touched;
}

//! Pins, jobs and the audit log say who did it by this name. One that has ended gives it free.
Result<void> TokenDesk::ensureFreeName(const TokenFacts &facts) const
{
    if (facts.kind != TokenKind::Access || facts.name.isEmpty())
        return {};
    for (const Entry &entry : m_entries) {
        const TokenFacts &other = entry.kept.facts;
        if (other.kind == TokenKind::Access && other.name == facts.name && isOpen(entry))
            return conflict(u"there is an access token called %1 already; choose another name, or revoke %2 first"_s
                                .arg(facts.name, other.id.text()), u"token-exists"_s);
    }
    return {};
}

Result<void> TokenDesk::ensureRoom()
{
    if (m_entries.size() < limits::kTokens)
        return {};
    // Those that ended are only kept to be shown; the oldest goes first.
    const TokenFacts *oldest = nullptr;
    for (const Entry &entry : std::as_const(m_entries)) {
        if (entry.hasEnded && !entry.isUnsaved && (!oldest || entry.kept.facts.createdAt < oldest->createdAt))
            oldest = &entry.kept.facts;
    }
    if (!oldest)
        return Error{ErrorKind::Busy, {}, u"there are %1 tokens already; revoke some"_s.arg(limits::kTokens), {}, {}};
    const TokenId gone = oldest->id;
    m_entries.remove(gone);
    (void)m_store.remove({gone}); // If it stays in the store it is forgotten after the next start.
    return {};
}

} // namespace muster
