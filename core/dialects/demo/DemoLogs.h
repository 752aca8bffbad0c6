// SPDX-License-Identifier: Apache-2.0
#pragma once
// The logs of the demo's agents and jobs. Lines are made when somebody asks for them, and grow while what they tell of goes on.

#include "core/dialects/demo/DemoBoard.h"
#include "core/dialects/demo/DemoFleet.h"
#include "core/dialects/demo/DemoQueue.h"
#include "core/domain/LogLine.h"

#include <deque>

namespace muster {

//! A job's log follows from the job alone; an entity's is kept from the first question on, with what was before it.
class DemoLogs
{
public:
    //! All must outlive it.
    struct Parts {
        const DemoQueue &queue;
        const DemoBoard &board;
        const QList<DemoNode> &nodes;
    };
    explicit DemoLogs(Parts parts) : m_parts(parts) {}

    //! As Cluster::log(), at the demo's time \a now.
    Result<LogPage> page(const LogQuery &query, Timestamp now, const Actor &by);
    //! Lines of \a source with numbers above \a after; none for a source that is gone.
    QList<LogLine> linesAfter(const LogSource &source, quint64 after, Timestamp now);
    //! An entity was removed.
    void forget(const EntityRef &entity) { m_books.remove(entity); }

private:
    struct Book {
        std::deque<LogLine> lines;
        Timestamp upTo;
        quint64 last = 0;
    };

    void grow(const EntityRef &entity, Timestamp now);
    QList<LogLine> chatter(const EntityState &state, Timestamp from, Timestamp to) const;
    std::optional<Timestamp> runsUntil(const EntityState &state, NodeId *node) const;

    Parts m_parts;
    QHash<EntityRef, Book> m_books;
};

//! Everything that \a one printed until \a now, numbered from 1.
QList<LogLine> demoLinesOf(const DemoJob &one, Timestamp now);

} // namespace muster
