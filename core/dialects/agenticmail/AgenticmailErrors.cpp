// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailErrors.h"

#include "core/wire/HttpError.h"

#include <algorithm>
#include <array>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct Meaning {
    QLatin1StringView said;
    QLatin1StringView code;
    const char16_t *text; // %1 is the server.
};

//! Its 403 codes, from its security middleware.
constexpr std::array kMeanings{
    Meaning{"HTTPS_REQUIRED"_L1, "https-required"_L1, u"%1 takes calls over https only: use an address that begins with https://"},
    Meaning{"IP_BLOCKED"_L1, "address-refused"_L1, u"%1 does not let this machine's address in: its owner can allow it there"},
    Meaning{"DNS_REBINDING_BLOCKED"_L1, "host-refused"_L1,
            u"%1 does not answer to this host name: use the name it knows, or have this one allowed there"},
    Meaning{"GEO_BLOCKED"_L1, "country-refused"_L1, u"%1 does not let callers from this country in: its owner can change that there"},
};

constexpr milliseconds kWaitMost{60'000};

Error made(ErrorKind kind, const QString &what, const QString &code = {})
{
    return {.kind = kind, .where = {}, .what = what, .code = code, .field = {}};
}

} // namespace

Error AgenticmailErrors::ofAnswer(const HttpAnswer &answer, const QString &who)
{
    Error seen = errorFrom(answer.status, answer.body, who);
    if (answer.status != 429)
        return explained(seen, who);
    seen.code = httpcode::kTooMany;
    Error error = explained(seen, who);
    if (!answer.header("Retry-After").isEmpty())
        error.what += u"; it asks to wait %1 s"_s.arg(waitOf(answer).count() / 1000);
    return error;
}

Error AgenticmailErrors::explained(const Error &seen, const QString &who)
{
    const auto meaning = std::ranges::find_if(kMeanings, [&seen](const Meaning &one) { return seen.code == one.said; });
    if (meaning != kMeanings.end())
        return made(ErrorKind::Refused, QString::fromUtf16(meaning->text).arg(who), meaning->code);
    if (seen.code == httpcode::kNotAuthenticated)
        return made(ErrorKind::Refused, u"%1 asks for an API key or a sign-in that it knows (%2)"_s.arg(who, seen.what), seen.code);
    if (seen.code == httpcode::kTooMany || seen.what == "Too many requests"_L1)
        return made(ErrorKind::Busy, u"%1 was asked too often: it counts the requests of everybody together"_s.arg(who), httpcode::kTooMany);
    if (seen.kind == ErrorKind::NotFound) {
        // Its own words for a node; every other 404, and above all a page in HTML, is somebody else's.
        if (seen.what == "Node not found"_L1)
            return made(ErrorKind::NotFound, u"%1 has no such node"_s.arg(who));
        if (seen.what == "No suitable node available"_L1)
            return made(ErrorKind::NotFound, u"%1 has no node that suits"_s.arg(who), u"no-suitable-node"_s);
        return notAgenticmail(who, seen.what);
    }
    if (seen.kind == ErrorKind::Internal)
        return made(ErrorKind::Protocol, u"%1 failed without saying why (%2)"_s.arg(who, seen.what));
    return seen;
}

milliseconds AgenticmailErrors::waitOf(const HttpAnswer &answer)
{
    bool isNumber = false;
    const int seconds = answer.header("Retry-After").toInt(&isNumber);
    if (!isNumber || seconds < 0)
        return limits::kForeignKeepAlive;
    return std::clamp(milliseconds(qint64(seconds) * 1000), milliseconds(1000), kWaitMost);
}

Error AgenticmailErrors::plainSecret(const QString &who)
{
    return made(ErrorKind::Refused,
                u"a key or password is not sent to %1 over plain http: use https, or allow it for this cluster"_s.arg(who),
                u"plain-secrets"_s);
}

Error AgenticmailErrors::secondFactor(const QString &who)
{
    return made(ErrorKind::Refused,
                u"%1 asks this account for a second factor, which cannot be given here: use an API key instead"_s.arg(who),
                u"second-factor"_s);
}

Error AgenticmailErrors::notAgenticmail(const QString &who, const QString &seen)
{
    return made(ErrorKind::Protocol, u"%1 is not an AgenticMail control plane (%2)"_s.arg(who, seen));
}

} // namespace muster
