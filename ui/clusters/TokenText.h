// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tokens in words: what they are, what they may do, whether they still do.

#include "core/domain/AccessToken.h"

namespace muster {

//! "Access token", "Join token", "Node credential".
QString tokenKindTitle(TokenKind kind);
//! "Viewer", "Operator", "Admin".
QString tierTitle(Tier tier);
//! Whose it is, for lists: its name, its node, or its id.
QString tokenName(const TokenFacts &token);
//! What it opens: "Admin", "1 worker, named render-7", "node-3 alone".
QString tokenRight(const TokenFacts &token);
//! Whether it opens nothing any more at \a now.
bool hasEnded(const TokenFacts &token, Timestamp now);
//! "in 29 d 23 h", "never", "revoked 2 h ago", "expired 3 m ago", "used up".
QString tokenEndText(const TokenFacts &token, Timestamp now);
//! "3 m ago", or "never".
QString tokenUseText(const TokenFacts &token, Timestamp now);
//! What is closed when it is revoked, one or two sentences.
QString revocationText(const TokenFacts &token);

} // namespace muster
