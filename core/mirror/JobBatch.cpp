// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/JobBatch.h"

namespace muster {

namespace {

bool isOpen(JobBatch::Fate fate)
{
    return fate == JobBatch::Fate::Waiting || fate == JobBatch::Fate::Asked || fate == JobBatch::Fate::Doubtful;
}

} // namespace

JobBatch::JobBatch(JobVerb verb, QList<Item> items, QObject *parent)
    : QObject(parent), m_verb(verb), m_items(std::move(items)), m_open(m_items.size())
{
    m_counts[static_cast<size_t>(Fate::Waiting)] = m_items.size();
}

QList<JobId> JobBatch::refused() const
{
    QList<JobId> ids;
    for (const Item &item : m_items) {
        if (item.fate == Fate::Refused && !item.job.isEmpty())
            ids.append(item.job);
    }
    return ids;
}

void JobBatch::set(qsizetype item, Fate fate, const std::optional<Error> &error)
{
    Item &one = m_items[item];
    if (!isOpen(one.fate))
        return;
    --m_counts[static_cast<size_t>(one.fate)];
    ++m_counts[static_cast<size_t>(fate)];
    one.fate = fate;
    one.error = error;
    m_open -= isOpen(fate) ? 0 : 1;
    Q_EMIT changed();
    if (m_open == 0)
        Q_EMIT finished();
}

} // namespace muster
