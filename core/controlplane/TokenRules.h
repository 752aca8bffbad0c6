// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rules: what a token may be, and what a join token allows. Pure. Source: reliability.md T-1.

#include "core/domain/AccessToken.h"

namespace muster {

//! The token that \a request asks for, made at \a now, without an id. Invalid blames "kind", "tier", "name", "lifeMs", "role",
//! "uses",
//! "capabilities" or "tenants".
Result<TokenFacts> factsFor(const TokenRequest &request, Timestamp now);
//! Whether the join token lets a node of \a who's id in: it has that name, or none.
bool isNameAllowed(const TokenFacts &join, const NodeIdentity &who);
//! Refused, saying what, when \a who is or can more than \a token allows. Role All allows every role, no capabilities all.
Result<void> isWithin(const TokenFacts &token, const NodeIdentity &who);

} // namespace muster
