// SPDX-License-Identifier: Apache-2.0
#pragma once
// What `musterctl tokens create` is asked to make. Pure.

#include "app/ctl/CtlArguments.h"
#include "core/domain/AccessToken.h"

namespace muster {

//! Reads --tier or --join with what goes with them. Invalid blames the option.
Result<TokenRequest> readTokenRequest(const CtlArguments &given);
//! Reads "90s", "15m", "1h", "30d": within the lives that a token may have. Invalid blames --ttl.
Result<milliseconds> readLife(const QString &text);

} // namespace muster
