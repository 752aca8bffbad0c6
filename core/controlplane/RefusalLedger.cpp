// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/RefusalLedger.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kMinute = std::chrono::minutes(1);

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
    if (m_told >= limits::kRefusalEventsPerMinute) {
        ++m_untold;
        return std::nullopt;
    }
    ++m_told;
    return AccessRefused{harmless(refusal.who, limits::kNodeTextCharacters), harmless(refusal.what, 2 * limits::kNodeTextCharacters),
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
    if (m_untold > 0)
        due.emplace_back(AccessRefused{u"known callers"_s, {}, {}, u"%1 more were refused in this minute"_s.arg(m_untold)});
    *this = RefusalLedger();
    return due;
}

} // namespace muster
