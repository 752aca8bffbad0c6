// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/MissedEvents.h"

#include "core/base/Log.h"
#include "core/mirror/ChangeWords.h"
#include "core/mirror/KeptEvents.h"

#include <QThreadPool>

namespace muster {

namespace {

//! Spans that wait; of more, the oldest are given up. A link that breaks so often has them as lines of its own.
constexpr qsizetype kSpans = 16;

//! What of \a events is worth a line. A change of a node of which nothing is known from before, nor a reason, says nothing.
QList<EventEntry> entriesOf(const QList<ClusterEvent> &events)
{
    QList<EventEntry> entries;
    QHash<NodeId, const Node *> latest;
    for (const ClusterEvent &event : events) {
        std::optional<EventEntry> entry = entryOf(event);
        if (!entry)
            continue;
        if (const auto *changed = std::get_if<NodeChanged>(&event.what)) {
            const Node *before = latest.value(changed->node.id());
            latest.insert(changed->node.id(), &changed->node);
            if (before && isUseAlone(*before, changed->node))
                continue;
            if (before)
                nameChange(*before, changed->node, event.at, &*entry);
            if (entry->kind == u"node-updated" && entry->text.isEmpty())
                continue;
        }
        entries.append(*std::move(entry));
    }
    return entries;
}

} // namespace

MissedEvents::MissedEvents(Cluster &cluster, QObject *parent) : QObject(parent), m_cluster(cluster) {}

void MissedEvents::want(const EventPosition &after, const EventPosition &end)
{
    if (end.epoch == m_without || end.epoch.isEmpty())
        return;
    // What another epoch had is gone with it.
    m_spans.removeIf([&end](const Span &one) { return one.end.epoch != end.epoch; });
    if (after.epoch != end.epoch || after.number < end.number)
        m_spans.append({after, end});
    if (m_spans.size() > kSpans)
        m_spans.removeFirst();
    ++m_round; // The one under way may have been lost with the link.
    m_isAsking = false;
    ask();
}

void MissedEvents::clear()
{
    ++m_round;
    m_isAsking = false;
    m_spans.clear();
    m_without.clear();
}

void MissedEvents::ask()
{
    if (m_isAsking || m_spans.isEmpty())
        return;
    m_isAsking = true;
    const quint64 round = ++m_round;
    // Four thousand beats are looked through, and freed, elsewhere.
    const Pending<Past> pending;
    whenDone(this, keptEvents(m_cluster, m_spans.first().after, m_spans.first().end), [pending](const Result<KeptEvents> &kept) {
        if (!kept)
            return pending.finish(kept.error());
        QThreadPool::globalInstance()->start([pending, events = kept->events] {
            Past past;
            if (!events.isEmpty())
                past.since = events.first().at;
            past.entries = entriesOf(events);
            pending.finish(std::move(past));
        });
    });
    whenDone(this, pending.future(), [this, round](const Result<Past> &past) { take(round, past); });
}

void MissedEvents::take(quint64 round, const Result<Past> &past)
{
    if (round != m_round)
        return;
    m_isAsking = false;
    if (past) {
        const Span span = m_spans.takeFirst();
        Q_EMIT read(past->entries, span.end, past->since);
        return ask();
    }
    if (past.error().kind != ErrorKind::Unsupported) {
        qCInfo(logLink).noquote() << "no events of before:" << escapedForLog(past.error().text());
        return;
    }
    m_without = m_spans.first().end.epoch;
    m_spans.clear();
}

} // namespace muster
