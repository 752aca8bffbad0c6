// SPDX-License-Identifier: Apache-2.0
#pragma once
// What stands before every handler: Host and Origin (T-5), the caller's key, and the limit on guessing keys (T-2). Used
// by HttpConnection.

#include "core/wire/GuessLimit.h"
#include "core/wire/HostRules.h"
#include "core/wire/Router.h"

#include <functional>
#include <optional>

namespace muster
{

//! Decides about requests once their heads are known. The router must outlive it. One thread.
class RequestGate
{
public:
    //! \a gained: names to allow besides, asked for when a literal address is not known; may be null.
    RequestGate(const Router &router, HostRules rules, std::function<QStringList()> gained = {})
        : m_router(router), m_rules(std::move(rules)), m_gainedNames(std::move(gained))
    {
    }

    //! An Admission, and whether the connection must end behind a refusal.
    struct Answer {
        Admission admission;
        bool closes = false;
    };
    //! Checks Host and Origin, then asks the router, which fills caller and pathParameters. The router's observer hears
    //! of a foreign Host or Origin too: so knock foreign pages, and names that were bent to our address (T-5). A wrong
    //! key beyond the limit of its source gets 429 whatever it was; a right one passes as if nobody had guessed.
    Answer admit(HttpRequest &request, SteadyTime now);

private:
    void lookForGained(QByteArrayView host, SteadyTime now);

    const Router &m_router;
    HostRules m_rules;
    std::function<QStringList()> m_gainedNames;
    std::optional<SteadyTime> m_lookedAt; // For gained names.
    GuessLimit m_guesses;
};

} // namespace muster
