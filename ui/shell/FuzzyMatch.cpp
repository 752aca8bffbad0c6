// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/FuzzyMatch.h"

namespace muster {

namespace {

constexpr int kRunScore = 6;
constexpr int kWordStartScore = 8;
constexpr int kGapCost = 1;
constexpr int kWholeScore = 30;

bool startsWord(QStringView text, qsizetype at)
{
    if (at == 0)
        return true;
    const QChar before = text[at - 1];
    return !before.isLetterOrNumber() || (before.isLower() && text[at].isUpper());
}

//! The greedy fit from \a from on.
std::optional<FuzzyFit> fitFrom(QStringView pattern, QStringView text, qsizetype from)
{
    FuzzyFit fit;
    qsizetype at = from;
    for (const QChar wanted : pattern) {
        if (wanted.isSpace())
            continue;
        const QChar folded = wanted.toCaseFolded();
        while (at < text.size() && text[at].toCaseFolded() != folded)
            ++at;
        if (at == text.size())
            return std::nullopt;
        const bool isRun = !fit.positions.isEmpty() && fit.positions.constLast() == at - 1;
        if (isRun)
            fit.score += kRunScore;
        else if (!fit.positions.isEmpty())
            fit.score -= kGapCost * static_cast<int>(std::min<qsizetype>(at - fit.positions.constLast(), 10));
        if (startsWord(text, at))
            fit.score += kWordStartScore;
        fit.positions.append(static_cast<int>(at));
        ++at;
    }
    return fit;
}

} // namespace

std::optional<FuzzyFit> fuzzyFit(QStringView pattern, QStringView text)
{
    pattern = pattern.trimmed();
    if (pattern.isEmpty())
        return FuzzyFit{};
    const QChar first = pattern.front().toCaseFolded();
    std::optional<FuzzyFit> best;
    // Every place where it could begin: the first one found is often not the one meant.
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (text[at].toCaseFolded() != first)
            continue;
        const std::optional<FuzzyFit> fit = fitFrom(pattern, text, at);
        if (!fit)
            break;
        if (!best || fit->score > best->score)
            best = fit;
    }
    if (best && text.startsWith(pattern, Qt::CaseInsensitive))
        best->score += kWholeScore;
    return best;
}

} // namespace muster
