// SPDX-License-Identifier: Apache-2.0
// Lines of what was given to a worker before this process began: held until the queue, or the log, says whether they are its.
#include "core/controlplane/LogBook.h"

#include "core/base/Limits.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kHeldMost = 4 * limits::kMeshWindow;     // Of writers, at once.
constexpr qint64 kHeldBytes = 8 * 1024 * 1024;
constexpr int kLooked = 20; // Lines of a resident's log from which is seen who wrote it.

qint64 weightOf(const QList<OutputLine> &lines)
{
    qint64 weight = 0;
    for (const OutputLine &line : lines)
        weight += line.text.size() * qsizetype(sizeof(QChar)) + qsizetype(sizeof(OutputLine));
    return weight;
}

QString keyOf(const NodeId &node, const OutputSource &source)
{
    return u"%1 %2 %3 %4"_s.arg(node.text(), source.entity.text(), source.run.job.text()).arg(source.run.attempt);
}

} // namespace

LogRight LogBook::rightOf(const NodeId &node, const OutputSource &source) const
{
    const StoredEntity *stored = m_parts.catalog.find(source.entity);
    if (!stored)
        return LogRight::No;
    if (!source.run.job.isEmpty())
        return m_gate.ofRun(node, source);
    const std::optional<Assignment> pin = pinOf(*stored);
    const bool isItsPlace = stored->entity.isResident && ((pin && pin->node == node) || m_parts.board.placeOf(source.entity).node == node);
    return isItsPlace ? LogRight::Yes : m_gate.ofResident(node, source.entity);
}

void LogBook::hold(const NodeId &node, const OutputSource &source, const QList<OutputLine> &lines)
{
    const QString key = keyOf(node, source);
    const qint64 weight = weightOf(lines);
    if (m_heldBytes + weight > kHeldBytes || (!m_held.contains(key) && m_held.size() >= kHeldMost))
        return refuse(node, source, lines.size());
    m_heldBytes += weight;
    if (const auto held = m_held.find(key); held != m_held.end()) {
        held->lines += lines;
        return;
    }
    m_held.insert(key, {node, source, lines});
    whenDone(this, findRight(node, source), [this, key](const Result<bool> &isRight) { release(key, isRight && *isRight); });
}

Future<bool> LogBook::findRight(const NodeId &node, const OutputSource &source)
{
    const Pending<bool> pending;
    if (source.run.job.isEmpty()) {
        whenDone(this, m_parts.store.newest({.entity = source.entity}, kLooked, limits::kLogLineBytes * kLooked),
                 [node, pending](const Result<LogPage> &page) {
                     const auto isIts = [&node](const LogLine &line) { return line.node == node && line.job.isEmpty(); };
                     pending.finish(page && std::ranges::any_of(page->lines, isIts));
                 });
        return pending.future();
    }
    whenDone(this, m_parts.queue.job(source.run.job), [this, node, source, pending](const Result<Job> &job) {
        pending.finish(job && m_gate.learn(node, source, *job, m_parts.clock.now()) == LogRight::Yes);
    });
    return pending.future();
}

void LogBook::release(const QString &key, bool isRight)
{
    const Held held = m_held.take(key);
    m_heldBytes -= weightOf(held.lines);
    const bool isThere = m_parts.catalog.find(held.source.entity) != nullptr;
    if (!isRight || !isThere) {
        refuse(held.node, held.source, held.lines.size());
    } else {
        if (held.source.run.job.isEmpty())
            m_gate.told(held.node, {held.source.entity});
        file(held.node, held.source, held.lines);
    }
    if (!m_held.isEmpty())
        return;
    scheduleFlush();
    const QList<Pending<void>> waiting = std::exchange(m_waitForHeld, {});
    for (const Pending<void> &one : waiting)
        one.finish({});
}

} // namespace muster
