// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailReporters.h"

#include "core/base/Limits.h"

#include <algorithm>

namespace muster {

namespace {

bool haveCommon(const QStringList &a, const QStringList &b)
{
    return std::ranges::any_of(a, [&b](const QString &one) { return b.contains(one); });
}

} // namespace

QStringList AgenticmailReporters::merge(const NodeId &node, const QStringList &report, const QStringList &known, SteadyTime now)
{
    QList<Report> &reports = m_reports[node];
    if (reports.isEmpty()) {
        for (const QString &agent : known)
            reports.append({{agent}, now});
    }
    reports.removeIf([now](const Report &one) { return now - one.heardAt >= limits::kForeignOfflineAfter; });
    if (report.isEmpty() && reports.size() == 1)
        reports.clear();
    const auto same = std::ranges::find_if(reports, [&report](const Report &one) { return haveCommon(one.agents, report); });
    if (same != reports.end())
        *same = {report, now}; // Where it stood, so that the list does not move with every beat.
    else if (!report.isEmpty())
        reports.append({report, now});
    bool isFirst = true;
    reports.removeIf([&report, &isFirst](const Report &one) {
        const bool isCommon = haveCommon(one.agents, report);
        const bool isRest = isCommon && !isFirst;
        isFirst = isFirst && !isCommon;
        return isRest;
    });
    QStringList all;
    for (const Report &one : std::as_const(reports))
        all += one.agents;
    while (all.size() > limits::kNodeAgents && reports.size() > 1) {
        const auto oldest = std::ranges::min_element(reports, {}, &Report::heardAt);
        for (const QString &agent : std::as_const(oldest->agents))
            all.removeOne(agent);
        reports.erase(oldest);
    }
    return all;
}

} // namespace muster
