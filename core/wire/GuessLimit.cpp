// SPDX-License-Identifier: Apache-2.0
#include "core/wire/GuessLimit.h"

namespace muster
{

namespace
{

constexpr milliseconds kMinute{60'000};
constexpr milliseconds kSweep{1'000}; // A full list is searched for old ones no more often.

//! One machine has any number of addresses in its IPv6 network.
QHostAddress sourceOf(const QHostAddress &peer)
{
    bool isV4 = false;
    const quint32 v4 = peer.toIPv4Address(&isV4);
    if (isV4)
        return QHostAddress(v4);
    Q_IPV6ADDR v6 = peer.toIPv6Address();
    for (int i = 8; i < 16; ++i)
        v6[i] = 0;
    return QHostAddress(v6);
}

} // namespace

bool GuessLimit::count(const QHostAddress &peer, SteadyTime now)
{
    return countIn(guessesOf(sourceOf(peer), now), now);
}

bool GuessLimit::countIn(Guesses &guesses, SteadyTime now) const
{
    if (now - guesses.since >= kMinute)
        guesses = {.since = now, .count = 0};
    if (guesses.count >= m_perMinute)
        return false;
    ++guesses.count;
    return true;
}

GuessLimit::Guesses &GuessLimit::guessesOf(const QHostAddress &source, SteadyTime now)
{
    if (const auto found = m_guesses.find(source); found != m_guesses.end())
        return *found;
    if (m_guesses.size() >= m_sources && now - m_swept >= kSweep) {
        m_swept = now;
        m_guesses.removeIf([now](const auto &entry) { return now - entry.value().since >= kMinute; });
    }
    if (m_guesses.size() >= m_sources)
        return m_others;
    return *m_guesses.insert(source, {.since = now, .count = 0});
}

} // namespace muster
