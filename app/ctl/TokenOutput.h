// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tokens as musterctl prints them, in each form. Pure. A secret is in createdText() alone.

#include "app/ctl/CtlOptions.h"
#include "core/domain/AccessToken.h"

namespace muster {

//! The new token with what to do with it. When \a options name a file for the secret, it is there and not in the text.
QString createdText(const IssuedToken &issued, const CtlOptions &options);
//! What tokens create would do.
QString wouldCreateText(const TokenRequest &request, OutputForm form);
QString tokensText(const QList<TokenFacts> &tokens, Timestamp now, OutputForm form);
//! What revoke did, or with \a isDryRun would do.
QString revocationText(const TokenFacts &token, bool isDryRun, OutputForm form);
//! "active", "used up", "expired" or "revoked".
QString stateOf(const TokenFacts &token, Timestamp now);

} // namespace muster
