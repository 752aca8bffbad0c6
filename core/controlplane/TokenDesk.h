// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who holds which key: makes, checks, exchanges, renews and ends tokens (reliability.md T-1 to T-3). Used by ControlPlane.

#include "core/base/Clock.h"
#include "core/domain/Heartbeat.h"
#include "core/store/TokenStore.h"

#include <QHash>

#include <functional>
#include <limits>

namespace muster {

//! One thread, that of its context. A token that was revoked, used up or seen expired never opens anything again, whatever
//! the wall clock does; expiry is by the wall clock, the overlap of a renewed credential by the steady one as well.
class TokenDesk
{
public:
    //! What it needs; all must outlive it.
    struct Parts {
        QObject *context; //!< Whose thread this is.
        TokenStore &store;
        const Clock &clock;
    };
    //! Hears of each token that ended: what it opened must be closed.
    using Ended = std::function<void(const TokenId &)>;

    TokenDesk(const Parts &parts, TlsPin pin, Ended ended);

    //! Reads the tokens back.
    Future<void> load();
    //! Whose \a shownKey ("ID.SECRET") is. Refused (code "not-authenticated") with one text, in one time, for all that is no
    //! key, or no longer.
    Result<TokenFacts> holderOf(const QByteArray &shownKey);

    //! The node that \a token was the credential of, when it has none left that holds: it is shut out.
    std::optional<NodeId> shutOutBy(const TokenId &token) const;
    //! The same for whoever shows it, secret and all.
    std::optional<NodeId> shutOutBy(const QByteArray &shownKey) const;
    //! Each node whose credentials have all ended, one of them by being revoked, and when that was last. Known for
    //! limits::kEndedTokensKept.
    QHash<NodeId, Timestamp> shutOutNodes() const;

    // The verbs of Cluster.
    Future<IssuedToken> create(const TokenRequest &request);
    QList<TokenFacts> all() const;
    //! One of them, ended or not; nullopt when it is not there.
    std::optional<TokenFacts> find(const TokenId &token) const;
    //! Of a credential: every one that its node has, as one that was renewed leaves two for a while.
    Future<void> revoke(const TokenId &token);
    //! Refused when the shown token does not let this node in, as join().
    Result<void> mayJoin(const JoinRequest &request) const;
    //! Whether the id has a credential of another instance, which only a token made for that very name may end.
    bool isTakeover(const JoinRequest &request) const;
    //! Whether the id is free must have been asked already. Busy while the same id is joining or renewing.
    Future<JoinGrant> join(const JoinRequest &request);
    //! One that was renewed is no longer renewed once its heir was shown.
    Future<JoinGrant> renew(const TokenId &shown);

    //! Ends the credentials of a node, durably.
    Future<void> revokeOf(const NodeId &node);
    //! Refused (code "not-authenticated") for an announcement whose key has ended; (code "not-your-node") for one of a node that
    //! has a credential, when it is not by that instance or claims more than its join token allowed.
    Result<void> admits(const Announcement &announcement) const;
    //! Ends what has expired, and forgets what ended limits::kEndedTokensKept ago.
    void sweep();
    //! Writes when tokens were last shown.
    Future<void> flush();

private:
    struct Entry {
        StoredToken kept;
        std::optional<SteadyTime> endsAt; //!< Of a credential that was renewed.
        bool hasEnded = false;            //!< Was told; holds for good.
        bool isTouched = false;
        bool isUnsaved = false; //!< A revocation that the store did not take.
    };
    //! A fresh secret and what is kept of its token.
    struct Fresh {
        StoredToken kept;
        Secret token;
    };

    void insert(const StoredToken &kept);
    bool isOpen(const Entry &entry) const;
    Entry *openEntry(const TokenId &token);
    const Entry *openCredentialOf(const NodeId &node) const;
    Fresh makeFresh(TokenFacts facts) const;
    Fresh makeCredential(const TokenFacts &pattern, const NodeId &node, const QByteArray &instanceHash) const;
    QList<StoredToken> endedCopies(const NodeId &node, const TokenId &except) const;
    Result<void> ensureFreeName(const TokenFacts &facts) const;
    Result<void> ensureRoom();
    void end(const TokenId &token);
    Future<void> endAll(const QList<TokenId> &tokens, const QString &doing);
    void handOut(const Fresh &fresh, bool isRevoked, const Pending<JoinGrant> &pending);
    void forgetLongEnded();
    //! The one answer to every key that opens nothing.
    static Error noSuchKey();
    Timestamp steadyWall() const;

    QObject *m_context;
    TokenStore &m_store;
    const Clock &m_clock;
    TlsPin m_pin;
    Ended m_ended;
    QHash<TokenId, Entry> m_entries;
    QHash<NodeId, TokenId> m_currentOf; // The newest credential of each node that had one.
    QHash<NodeId, bool> m_busyNodes;    // Joining or renewing now; true once it was revoked meanwhile.
    Timestamp m_nextExpiry{std::numeric_limits<qint64>::max()};
    SteadyTime m_nextOverlapEnd = SteadyTime::max();
    Timestamp m_startWall;
    SteadyTime m_startSteady;
    SteadyTime m_forgotAt;
};

} // namespace muster
