// SPDX-License-Identifier: Apache-2.0
#pragma once
// One verb of a person on one or many jobs: what became of each, also of those whose answer was lost.

#include "core/domain/ClusterEvent.h"

#include <QObject>

namespace muster {

enum class JobVerb { Submit, Retry, Cancel, Discard, PauseQueue, ResumeQueue };

//! Made and worked off by JobVerbs. GUI thread.
class JobBatch final : public QObject
{
    Q_OBJECT
public:
    //! How it stands with one of them. Doubtful: the answer was lost, and what became of it is read back (ux.md 3.3 f).
    //! Stopped: a person stopped the batch before it was asked for; it is as it was.
    enum class Fate { Waiting, Asked, Doubtful, Done, Refused, Stopped };
    struct Item {
        JobId job;     //!< Of Submit: empty until it is done.
        QString queue; //!< Of PauseQueue and ResumeQueue.
        Fate fate = Fate::Waiting;
        std::optional<Error> error = {}; //!< Why it was refused, or why there is a doubt.
        std::optional<Job> before = {};  //!< As it was known when it was asked for, to compare with what is read back.
    };

    JobBatch(JobVerb verb, QList<Item> items, QObject *parent);
    Q_DISABLE_COPY_MOVE(JobBatch)

    JobVerb verb() const { return m_verb; }
    const QList<Item> &items() const { return m_items; }
    qsizetype count(Fate fate) const { return m_counts[static_cast<size_t>(fate)]; }
    //! Those that are not open any more.
    qsizetype finishedCount() const { return m_items.size() - m_open; }
    //! Whether stopping it would leave something out.
    bool canStop() const { return count(Fate::Waiting) > 0 && m_items.size() > 1; }
    //! Whether nothing of it is open.
    bool isFinished() const { return m_open == 0; }
    //! Those that were refused, to be tried again.
    QList<JobId> refused() const;

    //! For JobVerbs.
    void set(qsizetype item, Fate fate, const std::optional<Error> &error = {});
    void setJob(qsizetype item, const JobId &job) { m_items[item].job = job; }

Q_SIGNALS:
    //! One of them stands otherwise.
    void changed();
    //! All of them are done or refused; once, after changed().
    void finished();

private:
    const JobVerb m_verb;
    QList<Item> m_items;
    std::array<qsizetype, 6> m_counts{}; // By fate: thousands are told one by one.
    qsizetype m_open;
};

} // namespace muster
