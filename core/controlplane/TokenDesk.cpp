// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/TokenDesk.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"
#include "core/controlplane/NodeLedger.h"
#include "core/controlplane/TokenRules.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QByteArray hashOf(const QByteArray &secret)
{
    return QCryptographicHash::hash(secret, QCryptographicHash::Sha256);
}

//! Of "ID.SECRET".
QByteArray secretIn(const QByteArray &shownKey)
{
    return shownKey.mid(shownKey.indexOf('.') + 1);
}

//! Takes the same time for every pair of one length.
bool isSame(const QByteArray &one, const QByteArray &other)
{
    int difference = one.size() == other.size() ? 0 : 1;
    for (qsizetype i = 0; i < std::min(one.size(), other.size()); ++i)
        difference |= one[i] ^ other[i];
    return difference == 0;
}

//! No SHA-256 that anybody knows a text for.
const QByteArray &nobodysHash()
{
    static const QByteArray hash(32, '\0');
    return hash;
}

QString randomId()
{
    return u"%1"_s.arg(QRandomGenerator::system()->generate64(), 16, 16, QChar(u'0'));
}

} // namespace

Error TokenDesk::noSuchKey()
{
    return refused(u"the token is not known here"_s, u"not-authenticated"_s);
}

TokenDesk::TokenDesk(const Parts &parts, TlsPin pin, Ended ended)
    : m_context(parts.context), m_store(parts.store), m_clock(parts.clock), m_pin(std::move(pin)),
      m_ended(std::move(ended)), m_startWall(parts.clock.now()), m_startSteady(parts.clock.steadyNow()),
      m_forgotAt(m_startSteady)
{
}

Timestamp TokenDesk::steadyWall() const
{
    return m_startWall + (m_clock.steadyNow() - m_startSteady);
}

Future<void> TokenDesk::load()
{
    const Pending<void> pending;
    whenStored(m_context, m_store.all(), [this, pending](const Result<QList<StoredToken>> &all) {
        if (!all)
            return pending.finish(all.error());
        for (const StoredToken &kept : *all) {
            if (!m_entries.contains(kept.facts.id))
                insert(kept);
        }
        forgetLongEnded();
        pending.finish({});
    });
    return pending.future();
}

void TokenDesk::insert(const StoredToken &kept)
{
    Entry &entry = m_entries[kept.facts.id];
    entry.kept = kept;
    entry.hasEnded = !isOpen(entry);
    if (entry.hasEnded)
        return; // Read back so; nothing of it can be open yet, and nobody is told.
    if (kept.facts.expiresAt)
        m_nextExpiry = std::min(m_nextExpiry, *kept.facts.expiresAt);
    if (!kept.facts.node)
        return;
    const auto current = m_entries.constFind(m_currentOf.value(*kept.facts.node));
    const bool isNewest = current == m_entries.cend() || current->hasEnded
        || current->kept.facts.createdAt <= kept.facts.createdAt;
    if (isNewest)
        m_currentOf.insert(*kept.facts.node, kept.facts.id);
}

bool TokenDesk::isOpen(const Entry &entry) const
{
    const TokenFacts &facts = entry.kept.facts;
    return !entry.hasEnded && !facts.revokedAt && (facts.kind != TokenKind::Join || facts.usesLeft > 0)
        && (!facts.expiresAt || m_clock.now() < *facts.expiresAt)
        && (!entry.endsAt || m_clock.steadyNow() < *entry.endsAt);
}

//! The newest credential of \a node that is open; null when there is none.
const TokenDesk::Entry *TokenDesk::openCredentialOf(const NodeId &node) const
{
    const auto newest = m_currentOf.constFind(node);
    if (newest == m_currentOf.cend())
        return nullptr;
    if (const auto current = m_entries.constFind(*newest); current != m_entries.cend() && isOpen(*current))
        return &*current;
    // It has ended; one that it replaced may not have.
    const auto other = std::ranges::find_if(
        m_entries, [this, &node](const Entry &entry) { return entry.kept.facts.node == node && isOpen(entry); });
    return other != m_entries.cend() ? &*other : nullptr;
}

TokenDesk::Entry *TokenDesk::openEntry(const TokenId &token)
{
    const auto found = m_entries.find(token);
    return found != m_entries.end() && isOpen(*found) ? &*found : nullptr;
}

Result<TokenFacts> TokenDesk::holderOf(const QByteArray &shownKey)
{
    const std::optional<TokenId> id = tokenIdOf(shownKey);
    const QByteArray shown = hashOf(secretIn(shownKey));
    const auto found = id ? m_entries.find(*id) : m_entries.end();
    // Compared whether or not there is such an id, and before anything else is looked at (T-1).
    const bool isRight = isSame(shown, found == m_entries.end() ? nobodysHash() : found->kept.secretHash);
    if (found == m_entries.end() || !isRight || !isOpen(*found))
        return noSuchKey();
    found->kept.facts.lastUsedAt = m_clock.now();
    found->isTouched = true;
    return found->kept.facts;
}

std::optional<NodeId> TokenDesk::shutOutBy(const TokenId &token) const
{
    const auto found = m_entries.constFind(token);
    if (found == m_entries.cend() || !found->kept.facts.node || openCredentialOf(*found->kept.facts.node))
        return std::nullopt;
    return found->kept.facts.node;
}

std::optional<NodeId> TokenDesk::shutOutBy(const QByteArray &shownKey) const
{
    const std::optional<TokenId> id = tokenIdOf(shownKey);
    const auto found = id ? m_entries.constFind(*id) : m_entries.cend();
    const QByteArray shown = hashOf(secretIn(shownKey)); // In any case, as in holderOf(): callers that are refused wait for this.
    const bool isRight = isSame(shown, found == m_entries.cend() ? nobodysHash() : found->kept.secretHash);
    return isRight && found != m_entries.cend() ? shutOutBy(*id) : std::nullopt;
}

TokenDesk::Fresh TokenDesk::makeFresh(TokenFacts facts) const
{
    do
        facts.id = TokenId(randomId());
    while (m_entries.contains(facts.id));
    facts.createdAt = m_clock.now();
    const Secret secret = Secret::random(limits::kTokenSecretBytes);
    return {.kept = {.facts = facts, .secretHash = hashOf(secret.reveal()), .instanceHash = {}},
            .token = Secret(facts.id.text().toLatin1() + '.' + secret.reveal())};
}

Future<IssuedToken> TokenDesk::create(const TokenRequest &request)
{
    const Result<TokenFacts> facts = factsFor(request, m_clock.now());
    if (!facts)
        return failed<IssuedToken>(facts.error());
    if (const Result<void> free = ensureFreeName(*facts); !free)
        return failed<IssuedToken>(free.error());
    if (const Result<void> room = ensureRoom(); !room)
        return failed<IssuedToken>(room.error());
    Fresh fresh = makeFresh(*facts);
    if (fresh.kept.facts.name.isEmpty() && fresh.kept.facts.kind == TokenKind::Access)
        fresh.kept.facts.name = wordOf(fresh.kept.facts.tier) + u'-' + fresh.kept.facts.id.text();
    const Pending<IssuedToken> pending;
    whenStored(m_context, m_store.upsert({fresh.kept}), [this, pending, fresh](const Result<void> &stored) {
        if (!stored)
            return pending.finish(stored.error().within(u"making a token"_s));
        const TokenFacts &made = fresh.kept.facts;
        insert(fresh.kept);
        qCInfo(logCluster) << "token" << made.id.text() << "was made by" << made.createdBy;
        pending.finish(IssuedToken{made, fresh.token, m_pin});
    });
    return pending.future();
}

QList<TokenFacts> TokenDesk::all() const
{
    QList<TokenFacts> tokens;
    tokens.reserve(m_entries.size());
    for (const Entry &entry : m_entries)
        tokens.append(entry.kept.facts);
    std::ranges::sort(tokens, [](const TokenFacts &one, const TokenFacts &other) {
        return one.createdAt != other.createdAt ? one.createdAt > other.createdAt : one.id < other.id;
    });
    return tokens;
}

std::optional<TokenFacts> TokenDesk::find(const TokenId &token) const
{
    const auto found = m_entries.constFind(token);
    return found == m_entries.cend() ? std::nullopt : std::optional(found->kept.facts);
}

void TokenDesk::end(const TokenId &token)
{
    const auto found = m_entries.find(token);
    if (found == m_entries.end() || found->hasEnded)
        return;
    found->hasEnded = true;
    qCInfo(logCluster) << "token" << token.text() << "has ended";
    m_ended(token);
}

Future<void> TokenDesk::endAll(const QList<TokenId> &tokens, const QString &doing)
{
    QList<StoredToken> revoked;
    for (const TokenId &token : tokens) {
        Entry &entry = m_entries[token];
        if (!entry.kept.facts.revokedAt)
            entry.kept.facts.revokedAt = m_clock.now();
        entry.isUnsaved = true;
        revoked.append(entry.kept);
        if (entry.kept.facts.node && m_busyNodes.contains(*entry.kept.facts.node))
            m_busyNodes[*entry.kept.facts.node] = true;
        end(token); // At once: a store that fails must not keep a door open.
    }
    if (revoked.isEmpty())
        return ready();
    const Pending<void> pending;
    whenStored(m_context, m_store.upsert(revoked), [this, pending, tokens, doing](const Result<void> &stored) {
        for (const TokenId &token : tokens) {
            if (const auto found = m_entries.find(token); found != m_entries.end() && stored)
                found->isUnsaved = false;
        }
        pending.finish(stored ? stored : stored.error().within(doing));
    });
    return pending.future();
}

Future<void> TokenDesk::revoke(const TokenId &token)
{
    const auto found = m_entries.constFind(token);
    if (found == m_entries.cend())
        // Whoever gave a whole token does not get its secret back.
        return failed<void>(notFound(u"there is no token %1"_s.arg(token.text().section(u'.', 0, 0))));
    if (found->hasEnded && !found->isUnsaved)
        return ready();
    QList<TokenId> tokens{token};
    // Who has one credential of a node can have the other: it goes too, but when this only writes again what failed.
    const bool isAgain = found->hasEnded;
    for (const Entry &entry : std::as_const(m_entries)) {
        const bool isOther = entry.kept.facts.id != token && found->kept.facts.node && entry.kept.facts.node == found->kept.facts.node;
        if (isOther && (entry.isUnsaved || (!isAgain && !entry.hasEnded)))
            tokens.append(entry.kept.facts.id);
    }
    return endAll(tokens, u"revoking a token"_s);
}

Future<void> TokenDesk::revokeOf(const NodeId &node)
{
    if (m_busyNodes.contains(node))
        m_busyNodes[node] = true;
    QList<TokenId> credentials;
    for (const Entry &entry : std::as_const(m_entries)) {
        if (entry.kept.facts.node == node && (entry.isUnsaved || !entry.hasEnded))
            credentials.append(entry.kept.facts.id);
    }
    return endAll(credentials, u"revoking the credential of %1"_s.arg(node.text()));
}

} // namespace muster
