// SPDX-License-Identifier: Apache-2.0
#include "core/wire/RequestGate.h"

#include "core/wire/ApiKey.h"
#include "core/wire/HttpError.h"

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

constexpr milliseconds kLookPause = std::chrono::seconds(1); // A flood of made-up addresses must not keep us asking.

Error tooManyGuesses()
{
    return {.kind = ErrorKind::Busy,
            .where = {},
            .what = u"too many wrong tokens came from this address; wait a minute"_s,
            .code = httpcode::kTooMany,
            .field = {}};
}

} // namespace

RequestGate::Answer RequestGate::admit(HttpRequest &request, SteadyTime now)
{
    lookForGained(request.header("host"), now);
    if (const Result<void> allowed = m_rules.check(request); !allowed)
        return {{.handler = nullptr,
                 .refusal = m_router.replyFor(request, allowed.error()),
                 .bodyBytes = limits::kRefusedBodyBytes},
                true};
    Admission admission = m_router.admit(request);
    const bool isWrongKey = admission.refusal && admission.refusal->status == 401 && !shownKey(request).isEmpty();
    if (isWrongKey && !m_guesses.count(request.peer, now))
        admission.refusal = errorReply(tooManyGuesses());
    return {std::move(admission), false};
}

//! An address that the machine gained after we began to listen is ours as well.
void RequestGate::lookForGained(QByteArrayView host, SteadyTime now)
{
    if (!m_gainedNames || !m_rules.mayBeGained(host) || (m_lookedAt && now - *m_lookedAt < kLookPause))
        return;
    m_lookedAt = now;
    m_rules.setGained(m_gainedNames());
}

} // namespace muster
