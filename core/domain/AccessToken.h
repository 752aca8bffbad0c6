// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tokens as they are asked for, listed and handed out: access tokens of a tier, join tokens, credentials of nodes.
// Source: reliability.md T-1, T-3, T-4.

#include "core/base/Id.h"
#include "core/base/Secret.h"
#include "core/base/Timestamp.h"
#include "core/base/TlsPin.h"
#include "core/domain/Entity.h"
#include "core/domain/Node.h"

namespace muster {

struct TokenTag {
};
using TokenId = Id<TokenTag>;

//! What an access token may do; each includes the ones before.
enum class Tier { Viewer, Operator, Admin };
//! "viewer", "operator", "admin".
QString wordOf(Tier tier);
//! Reads wordOf(); Invalid blames \a field.
Result<Tier> tierOf(const QString &word, const QString &field);

enum class TokenKind {
    Access,     //!< A person's or a script's, of one Tier.
    Join,       //!< Lets new nodes in: exchanged for a Credential.
    Credential, //!< Of one node, for itself alone.
};
//! "access", "join", "credential".
QString wordOf(TokenKind kind);
Result<TokenKind> tokenKindOf(const QString &word, const QString &field);

//! What to make. Lifetimes within [limits::kTokenLifeLeast, limits::kTokenLifeMost].
struct TokenRequest {
    TokenKind kind = TokenKind::Access; //!< Access or Join.
    Tier tier = Tier::Viewer;           //!< Of an access token.
    QString name;                       //!< Access: whose it is. Join: the one node name that it lets in; empty: any.
    NodeRole role = NodeRole::Worker;   //!< Join: what its nodes may be.
    QStringList capabilities;           //!< Join: at most these; empty: any.
    milliseconds life{0};               //!< 0: the default of its kind.
    int uses = 1;                       //!< Join: how often it can be exchanged, up to limits::kTokenUsesMost.
    QList<TenantId> tenants = {};       //!< Access: sees and changes only what is theirs; empty: all.
    QString createdBy = {};             //!< Who asks; set by routes from the caller, never read from a body.
    QString source = {};                //!< Address of whoever asks, for the audit log; set likewise.
};

//! A token without its secret.
struct TokenFacts {
    TokenId id;
    TokenKind kind = TokenKind::Access;
    Tier tier = Tier::Viewer;
    QString name;
    NodeRole role = NodeRole::Worker;
    QStringList capabilities;
    std::optional<NodeId> node; //!< Of a credential.
    int usesLeft = 0;           //!< Of a join token.
    Timestamp createdAt;
    QString createdBy;
    std::optional<Timestamp> expiresAt; //!< None: it holds until it is revoked.
    std::optional<Timestamp> revokedAt;
    std::optional<Timestamp> lastUsedAt;
    QList<TenantId> tenants = {}; //!< Of an access token; empty: all.

    bool operator==(const TokenFacts &) const = default;
};

//! A token at the only moment when its secret is known.
struct IssuedToken {
    TokenFacts facts;
    Secret token; //!< "ID.SECRET".
    TlsPin pin;   //!< Of the server, to be given along; empty without TLS.
};

//! The id of "ID.SECRET"; nullopt when \a token has not that form. Join tokens and credentials have it, files such as
//! join.token do not.
std::optional<TokenId> tokenIdOf(const QByteArray &token);

//! A node that shows a join token to get a credential.
struct JoinRequest {
    NodeIdentity who;
    Secret instance; //!< As in Announcement; the credential is bound to it.
    //! The id of the join token that was shown; set by routes from their caller. A client shows its own and leaves it empty.
    TokenId shown = {};
};

//! What it gets.
struct JoinGrant {
    TokenFacts facts;
    Secret credential; //!< "ID.SECRET"; kept in the node's data folder (0600).
};

} // namespace muster
