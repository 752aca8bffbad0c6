// SPDX-License-Identifier: Apache-2.0
#pragma once
// A replay of the console with a clock of ours, and what lets a client in.

#include "core/dialects/cognipeer/CognipeerClient.h"
#include "tests/replay/cognipeer/CognipeerReplay.h"
#include "tests/support/ManualClock.h"
#include "tests/support/Outcome.h"

namespace muster {

//! Open from construction on.
struct CognipeerBench {
    CognipeerBench() { (void)replay.open(); }

    ClusterAddress address() const { return {QStringLiteral("cognipeer"), replay.url()}; }
    Credentials credentials() const
    {
        return {.user = replay.user, .password = Secret(replay.password.toUtf8()), .tenant = replay.tenant};
    }
    Credentials wrongCredentials() const { return {.user = replay.user, .password = Secret("wrong")}; }
    //! Polls so seldom that only the test asks, and retries soon.
    static CognipeerPace still() { return {.poll = milliseconds(3600'000), .retryFirst = milliseconds(20), .retryMost = milliseconds(40)}; }

    ManualClock clock;
    CognipeerReplay replay{clock};
};

} // namespace muster
