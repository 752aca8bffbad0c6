// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/AuditDiff.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>
#include <vector>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMost = 400; // Lines of each side: the table below is of their product.

//! How long the longest common run of lines from each place on is; one row and column more than lines.
std::vector<std::vector<int>> commonLengths(const QStringList &before, const QStringList &after)
{
    std::vector<std::vector<int>> lengths(static_cast<size_t>(before.size()) + 1,
                                          std::vector<int>(static_cast<size_t>(after.size()) + 1, 0));
    for (qsizetype i = before.size() - 1; i >= 0; --i) {
        for (qsizetype j = after.size() - 1; j >= 0; --j) {
            const auto at = static_cast<size_t>(i);
            const auto to = static_cast<size_t>(j);
            lengths[at][to] = before[i] == after[j] ? lengths[at + 1][to + 1] + 1
                                                    : std::max(lengths[at + 1][to], lengths[at][to + 1]);
        }
    }
    return lengths;
}

//! Marks in \a gone and \a come what differs between them, when they are one field with two values.
void markValues(DiffLine *gone, DiffLine *come)
{
    const auto sideOf = [](const QString &text) { return text.indexOf(u": "_s); };
    const qsizetype at = sideOf(gone->text);
    if (at < 0 || at != sideOf(come->text) || gone->text.left(at) != come->text.left(at))
        return;
    for (DiffLine *line : {gone, come}) {
        line->from = at + 2;
        line->length = line->text.size() - line->from - (line->text.endsWith(u',') ? 1 : 0);
    }
}

//! Pairs the lines of one run that stand for each other, in order.
void markRun(QList<DiffLine> *lines, qsizetype from)
{
    QList<qsizetype> gone;
    QList<qsizetype> come;
    for (qsizetype i = from; i < lines->size(); ++i)
        (lines->at(i).kind == DiffLine::Kind::Gone ? gone : come).append(i);
    for (const qsizetype old : gone) {
        for (const qsizetype fresh : come) {
            if (lines->at(fresh).length == 0)
                markValues(&(*lines)[old], &(*lines)[fresh]);
            if (lines->at(old).length > 0)
                break;
        }
    }
}

} // namespace

QStringList jsonLines(const QJsonValue &value)
{
    if (value.isNull() || value.isUndefined())
        return {};
    QByteArray bytes;
    if (value.isObject())
        bytes = QJsonDocument(value.toObject()).toJson(QJsonDocument::Indented);
    else if (value.isArray())
        bytes = QJsonDocument(value.toArray()).toJson(QJsonDocument::Indented);
    else { // A document must be an object or an array.
        bytes = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
        bytes = bytes.mid(1, bytes.size() - 2);
    }
    QStringList lines = QString::fromUtf8(bytes).split(u'\n', Qt::SkipEmptyParts);
    for (QString &line : lines) {
        qsizetype indent = 0;
        while (indent < line.size() && line[indent] == u' ')
            ++indent;
        line = QString(indent / 2, u' ') + line.mid(indent); // Four a level are too wide for a drawer.
    }
    return lines;
}

QList<DiffLine> auditDiff(const QJsonValue &before, const QJsonValue &after)
{
    const QStringList old = jsonLines(before);
    const QStringList fresh = jsonLines(after);
    const bool isLong = old.size() > kMost || fresh.size() > kMost;
    const auto lengths = isLong ? std::vector<std::vector<int>>() : commonLengths(old, fresh);
    QList<DiffLine> lines;
    qsizetype run = 0; // Where the lines since the last common one begin.
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < old.size() || j < fresh.size()) {
        const bool isSame = !isLong && i < old.size() && j < fresh.size() && old[i] == fresh[j];
        if (isSame) {
            markRun(&lines, run);
            lines.append({DiffLine::Kind::Same, static_cast<int>(++i), static_cast<int>(++j), old[i - 1], 0, 0});
            run = lines.size();
            continue;
        }
        const bool goes = i < old.size()
            && (j >= fresh.size() || isLong
                || lengths[static_cast<size_t>(i) + 1][static_cast<size_t>(j)] >= lengths[static_cast<size_t>(i)][static_cast<size_t>(j) + 1]);
        if (goes) {
            lines.append({DiffLine::Kind::Gone, static_cast<int>(i) + 1, 0, old[i], 0, 0});
            ++i;
        } else {
            lines.append({DiffLine::Kind::Come, 0, static_cast<int>(j) + 1, fresh[j], 0, 0});
            ++j;
        }
    }
    if (!isLong)
        markRun(&lines, run);
    return lines;
}

} // namespace muster
