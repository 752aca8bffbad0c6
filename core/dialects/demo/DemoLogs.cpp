// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoLogs.h"

#include "core/base/Limits.h"
#include "core/dialects/demo/DemoLogWords.h"
#include "core/dialects/demo/DemoRecipes.h"
#include "core/domain/NodeReasons.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr milliseconds kBefore = 10min;    // How much of an entity's past is told.
constexpr size_t kLinesKept = 2000;        // Of an entity.
constexpr qint64 kLinesOfAttempt = 200;

//! Milliseconds between two lines of \a entity: its own, and the same on every machine.
qint64 paceOf(const EntityRef &entity)
{
    quint32 hash = 7;
    const QString text = entity.text();
    for (const QChar c : text)
        hash = hash * 31 + c.unicode();
    return 2300 + hash % 4100;
}

//! What is said between the start and the end of an attempt: each line a bit later than the one before.
void addOutput(const DemoJob &one, const JobAttempt &attempt, Timestamp until, QList<LogLine> *lines)
{
    const int figure = demoFigureOf(one.job);
    Timestamp at = attempt.startedAt;
    for (qint64 i = 1; i <= kLinesOfAttempt; ++i) {
        at = at + milliseconds(900 + (one.number * 131 + quint64(i) * 977) % 2600) * (20 + i) / 20; // Talkative at first.
        if (at >= until)
            return;
        const DemoLogText said = demoWorkText(one.job.entity, figure, quint64(i));
        lines->append({0, at, said.stream, attempt.node, one.job.id, said.text});
    }
}

void addEnd(const DemoJob &one, const JobAttempt &attempt, QList<LogLine> *lines)
{
    const Timestamp end = *attempt.endedAt;
    const auto say = [&](LogStream stream, const QString &text) { lines->append({0, end, stream, attempt.node, one.job.id, text}); };
    const QString span = spanText(end - attempt.startedAt);
    if (!attempt.error) {
        const QStringList output = one.plan.output.split(u'\n');
        for (const QString &line : output)
            say(LogStream::Output, line);
        say(LogStream::Muster, u"ended with exit status 0 after %1"_s.arg(span));
    } else if (attempt.error->code == "exit-status"_L1) {
        say(LogStream::Error, u"error: %1"_s.arg(attempt.error->text));
        say(LogStream::Muster, u"ended with exit status 1 after %1"_s.arg(span));
    } else {
        say(LogStream::Muster, u"attempt %1 was ended after %2: %3"_s.arg(attempt.number).arg(span, attempt.error->text));
    }
}

} // namespace

QList<LogLine> demoLinesOf(const DemoJob &one, Timestamp now)
{
    QList<LogLine> lines;
    for (const JobAttempt &attempt : one.job.history) {
        const quint64 pid = 20'000 + (one.number * 17 + quint64(attempt.number) * 5) % 30'000;
        lines.append({0, attempt.startedAt, LogStream::Muster, attempt.node, one.job.id,
                      u"attempt %1 started, process %2"_s.arg(attempt.number).arg(pid)});
        addOutput(one, attempt, attempt.endedAt.value_or(now), &lines);
        if (attempt.endedAt)
            addEnd(one, attempt, &lines);
    }
    quint64 number = 0;
    for (LogLine &line : lines)
        line.number = ++number;
    return lines;
}

//! Until when \a state said or says something, and on which node; nullopt: for ever.
std::optional<Timestamp> DemoLogs::runsUntil(const EntityState &state, NodeId *node) const
{
    *node = state.assignment && state.placement.waiting ? state.assignment->node : state.placement.node;
    const auto found = std::ranges::find_if(m_parts.nodes, [node](const DemoNode &one) { return one.node.id() == *node; });
    if (found == m_parts.nodes.end())
        return Timestamp{};
    if (state.placement.waiting)
        return found->node.lastBeatAt.value_or(Timestamp{});
    return std::nullopt;
}

QList<LogLine> DemoLogs::chatter(const EntityState &state, Timestamp from, Timestamp to) const
{
    QList<LogLine> lines;
    if (!state.entity.isResident)
        return lines;
    NodeId node;
    const Timestamp end = std::min(to, runsUntil(state, &node).value_or(to));
    const qint64 every = paceOf(state.entity.ref);
    for (qint64 number = from.msSinceEpoch / every + 1; number * every <= end.msSinceEpoch; ++number) {
        const DemoLogText said = demoChatter(state.entity.ref, quint64(number) % 10'000);
        lines.append({0, Timestamp{number * every}, said.stream, node, {}, said.text});
    }
    return lines;
}

void DemoLogs::grow(const EntityRef &entity, Timestamp now)
{
    const EntityState *state = m_parts.board.find(entity);
    if (!state)
        return;
    Book &book = m_books[entity];
    const bool isNew = book.upTo == Timestamp{};
    const Timestamp from = isNew ? now - kBefore : book.upTo;
    QList<LogLine> lines = chatter(*state, isNew && state->placement.waiting ? from - 2 * kBefore : from, now);
    const QList<const DemoJob *> jobs = m_parts.queue.all();
    for (const DemoJob *one : jobs) {
        if (one->job.entity != entity)
            continue;
        QList<LogLine> said = demoLinesOf(*one, now);
        said.removeIf([from, now, isNew](const LogLine &line) { return (line.at <= from && !isNew) || line.at > now; });
        lines += said;
    }
    std::ranges::stable_sort(lines, {}, [](const LogLine &line) { return line.at.msSinceEpoch; });
    for (LogLine &line : lines) {
        line.number = ++book.last;
        book.lines.push_back(line);
    }
    while (book.lines.size() > kLinesKept)
        book.lines.pop_front();
    book.upTo = now;
}

QList<LogLine> DemoLogs::linesAfter(const LogSource &source, quint64 after, Timestamp now)
{
    QList<LogLine> lines;
    if (source.entity) {
        grow(*source.entity, now);
        const auto book = m_books.constFind(*source.entity);
        if (book != m_books.constEnd())
            lines = QList<LogLine>(book->lines.begin(), book->lines.end());
    } else if (const DemoJob *one = m_parts.queue.find(source.job)) {
        lines = demoLinesOf(*one, now);
    }
    lines.removeIf([after](const LogLine &line) { return line.number <= after; });
    return lines;
}

Result<LogPage> DemoLogs::page(const LogQuery &query, Timestamp now, const Actor &by)
{
    const bool isThere = query.source.entity ? m_parts.board.find(*query.source.entity) != nullptr && by.owns(query.source.entity->tenant)
                                             : m_parts.queue.job(query.source.job, by).has_value();
    if (!isThere)
        return notFound(u"there is no %1"_s.arg(query.source.text()));
    const QList<LogLine> lines = linesAfter(query.source, query.after, now);
    const qsizetype most = std::clamp(query.most, 1, limits::kLogPage);
    if (query.after == 0)
        return LogPage{lines.mid(std::max<qsizetype>(0, lines.size() - most)), false};
    return LogPage{lines.mid(0, most), lines.size() > most};
}

} // namespace muster
