// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the holder of a token is for the router: LocalNodeHost's authoriser and the authorisation matrix use it.

#include "core/base/Result.h"
#include "core/domain/AccessToken.h"
#include "core/wire/Access.h"

namespace muster {

struct HttpRequest;

//! Viewer, operator or admin by the tier of an access token; Join for a join token; Worker, and this node alone, for a
//! credential. Named as refusals name them: the token's name, "join token ID", "node ID". Pure. Source: reliability.md T-1, T-3.
Caller callerOf(const TokenFacts &token);
//! \a caller, unless an admin joins, announces, beats or leaves as a node: Refused (code "admin-token"), as workers never hold an
//! admin token (decisions.md 15). Not asked of foreign workers, which know no other key.
Result<Caller> noAdminAsWorker(Caller caller, const HttpRequest &request);

} // namespace muster
