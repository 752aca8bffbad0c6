// SPDX-License-Identifier: Apache-2.0
#include "core/wire/ApiKey.h"

#include "core/wire/HttpError.h"

namespace muster
{

using namespace Qt::StringLiterals;

QByteArray shownKey(const HttpRequest &request)
{
    constexpr QByteArrayView kScheme("bearer ");
    const QByteArrayView authorization = request.header("authorization");
    if (authorization.size() > kScheme.size() &&
        qstrnicmp(authorization.data(), kScheme.data(), size_t(kScheme.size())) == 0)
        return authorization.sliced(kScheme.size()).trimmed().toByteArray();
    return request.header("x-api-key").toByteArray();
}

void ApiKeys::add(Secret secret, Caller holder, From from)
{
    Q_ASSERT(!secret.isEmpty());
    m_entries.push_back({std::move(secret), std::move(holder), from});
}

void ApiKeys::remove(const QString &name)
{
    std::erase_if(m_entries, [&name](const Entry &entry) { return entry.holder.name == name; });
}

Result<Caller> ApiKeys::callerOf(const HttpRequest &request) const
{
    const QByteArray shown = shownKey(request);
    if (shown.isEmpty())
        return refused(u"a token is needed: Authorization: Bearer …"_s, httpcode::kNotAuthenticated);
    const Entry *match = nullptr;
    for (const Entry &entry : m_entries) { // No early end: time must not tell which key matched.
        if (entry.secret.matches(shown))
            match = &entry;
    }
    if (!match)
        return refused(u"the token is not known here"_s, httpcode::kNotAuthenticated);
    if (match->from == From::LoopbackOnly && !request.isFromLoopback())
        return refused(u"this token is accepted from this machine only"_s, httpcode::kNotAuthenticated);
    return match->holder;
}

} // namespace muster
