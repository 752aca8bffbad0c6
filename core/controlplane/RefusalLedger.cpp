// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/RefusalLedger.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kMinute = std::chrono::minutes(1);
constexpr int kEventsPerCaller = 20; // Of one known caller in a minute: nobody hides the others behind his own.
constexpr int kKnownCallers = 32;    // Counted singly; beyond, together.

//! Short, and without characters that a viewer must not get from whoever typed a path.
QString harmless(const QString &text, qsizetype most)
{
    return escapedForLog(text).left(most);
}

} // namespace

std::optional<AccessRefused> RefusalLedger::note(const AccessRefused &refusal, SteadyTime now)
{
    if (!m_began)
        m_began = now;
    const QString source = harmless(refusal.source, limits::kNodeTextCharacters);
    if (refusal.who.isEmpty()) {
        if (m_counts.contains(source) || m_counts.size() < limits::kRefusalSources)
            ++m_counts[source];
        else
            ++m_others;
        return std::nullopt;
    }
    const QString who = harmless(refusal.who, limits::kNodeTextCharacters);
    if (!m_known.contains(who) && m_known.size() >= kKnownCallers) {
        ++m_untold;
        return std::nullopt;
    }
    Known &caller = m_known[who];
    if (caller.told >= kEventsPerCaller || m_told >= limits::kRefusalEventsPerMinute) {
        ++caller.untold;
        return std::nullopt;
    }
    ++caller.told;
    ++m_told;
    return AccessRefused{who, harmless(refusal.what, 2 * limits::kNodeTextCharacters),
                         source, harmless(refusal.text, 2 * limits::kNodeTextCharacters)};
}

std::vector<ClusterChange> RefusalLedger::takeDue(SteadyTime now)
{
    std::vector<ClusterChange> due;
    if (!m_began || now - *m_began < kMinute)
        return due;
    for (auto it = m_counts.cbegin(); it != m_counts.cend(); ++it)
        due.emplace_back(CallersRefused{it.key(), it.value()});
    if (m_others > 0)
        due.emplace_back(CallersRefused{u"others"_s, m_others});
    const auto addUntold = [&due](const QString &who, int count) {
        if (count > 0)
            due.emplace_back(AccessRefused{who, {}, {}, u"%1 more were refused in this minute"_s.arg(count)});
    };
    for (auto it = m_known.cbegin(); it != m_known.cend(); ++it)
        addUntold(it.key(), it->untold);
    addUntold(u"other known callers"_s, m_untold);
    *this = RefusalLedger();
    return due;
}

} // namespace muster
