// SPDX-License-Identifier: Apache-2.0
#pragma once
// What stands before every handler: Host and Origin (T-5), the caller's key, and the limit on guessing keys (T-2). Used
// by HttpConnection.

#include "core/wire/GuessLimit.h"
#include "core/wire/HostRules.h"
#include "core/wire/Router.h"

namespace muster
{

//! Decides about requests once their heads are known. The router must outlive it. One thread.
class RequestGate
{
public:
    RequestGate(const Router &router, HostRules rules) : m_router(router), m_rules(std::move(rules)) {}

    //! An Admission, and whether the connection must end behind a refusal.
    struct Answer {
        Admission admission;
        bool closes = false;
    };
    //! Checks Host and Origin, then asks the router, which fills caller and pathParameters. A wrong key beyond the
    //! limit of its source gets 429 whatever it was; a right one passes as if nobody had guessed.
    Answer admit(HttpRequest &request, SteadyTime now);

private:
    const Router &m_router;
    const HostRules m_rules;
    GuessLimit m_guesses;
};

} // namespace muster
