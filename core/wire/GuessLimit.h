// SPDX-License-Identifier: Apache-2.0
#pragma once
// Counts wrong keys by where they came from (reliability.md T-2). Used by RequestGate.

#include "core/base/Clock.h"
#include "core/base/Limits.h"

#include <QHash>
#include <QHostAddress>

namespace muster
{

//! Wrong keys of each source within a minute. A source is an IPv4 address or the /64 of an IPv6 one. Pure; one thread.
class GuessLimit
{
public:
    explicit GuessLimit(int perMinute = limits::kGuessesPerMinute, int sources = limits::kGuessSources)
        : m_perMinute(perMinute), m_sources(sources)
    {
    }

    //! Counts a wrong key of \a peer; whether it is still one of those that are told so. Once too many sources guess at
    //! a time, new ones share one count. Right keys are not counted here, and so are never stopped.
    bool count(const QHostAddress &peer, SteadyTime now);
    //! Sources counted singly now.
    int sourceCount() const { return int(m_guesses.size()); }

private:
    struct Guesses {
        SteadyTime since;
        int count = 0;
    };
    bool countIn(Guesses &guesses, SteadyTime now) const;
    Guesses &guessesOf(const QHostAddress &source, SteadyTime now);

    const int m_perMinute;
    const int m_sources;
    QHash<QHostAddress, Guesses> m_guesses;
    Guesses m_others;
    SteadyTime m_swept;
};

} // namespace muster
