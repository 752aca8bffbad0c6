// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/rules/Ratchet.h"

#include <algorithm>

namespace muster::tidy
{

QList<RatchetEntry> readRatchet(const QString &text)
{
    QList<RatchetEntry> entries;
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts)) {
        const QStringList words = line.section(u'#', 0, 0).split(u' ', Qt::SkipEmptyParts);
        if (words.size() >= 2)
            entries.append({words.at(0), words.at(1), words.value(2).toInt(), line.section(u'#', 1).trimmed()});
    }
    return entries;
}

Verdict judge(const QList<Finding> &findings, const QList<RatchetEntry> &entries)
{
    Verdict verdict;
    verdict.findings = findings;
    for (const RatchetEntry &entry : entries) {
        int worst = -1;
        const auto covered = [&entry](const Finding &one) { return one.rule == entry.rule && one.path == entry.path; };
        for (const Finding &one : findings)
            worst = covered(one) ? std::max(worst, one.amount) : worst;
        const QString name = entry.rule + u' ' + entry.path;
        if (entry.reason.isEmpty())
            verdict.complaints.append(name + QLatin1StringView(" has no reason behind a '#'"));
        if (worst < 0)
            verdict.complaints.append(name + QLatin1StringView(" is not needed any more: take it out"));
        else if (worst < entry.amount)
            verdict.complaints.append(QStringLiteral("%1 is down to %2: write that").arg(name).arg(worst));
        verdict.findings.removeIf([&](const Finding &one) { return covered(one) && one.amount <= entry.amount; });
    }
    return verdict;
}

} // namespace muster::tidy
