// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/JobBatch.h"

#include <algorithm>

namespace muster {

namespace {

bool isOpen(JobBatch::Fate fate)
{
    return fate != JobBatch::Fate::Done && fate != JobBatch::Fate::Refused;
}

} // namespace

JobBatch::JobBatch(JobVerb verb, QList<Item> items, QObject *parent)
    : QObject(parent), m_verb(verb), m_items(std::move(items)), m_open(m_items.size())
{
}

qsizetype JobBatch::count(Fate fate) const
{
    return std::ranges::count(m_items, fate, &Item::fate);
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
    one.fate = fate;
    one.error = error;
    m_open -= isOpen(fate) ? 0 : 1;
    Q_EMIT changed();
    if (m_open == 0)
        Q_EMIT finished();
}

} // namespace muster
