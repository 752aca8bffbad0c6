// SPDX-License-Identifier: Apache-2.0
#pragma once
// Gathers what many calls want of the store into few transactions: while one is synced, the next fills.

#include "core/store/JobStore.h"

#include <QObject>

#include <functional>
#include <vector>

namespace muster {

//! Never waits for company: what comes while nothing is under way goes at the end of the turn. Changes and adds are two pieces
//! of work in one transaction, so that adds which find no room fail alone; changes then get the reserve. Outcomes
//! arrive in the order of the calls, changes before adds.
class JobPipeline : public QObject
{
    Q_OBJECT

public:
    using AddsDone = std::function<void(const Result<QList<AddedJob>> &added)>;
    using ChangeDone = std::function<void(const Result<JobOutcome> &outcome)>;

    //! \a store must outlive it, and all that the callbacks touch.
    explicit JobPipeline(JobStore &store, QObject *parent = nullptr);

    //! Adds \a jobs, all or none.
    void add(const QList<JobToAdd> &jobs, AddsDone done);
    void change(JobChange change, ChangeDone done);
    //! Whether there is no room for more jobs; known from the last add, and from whether there is a reserve.
    bool isFull() const { return m_isFull; }
    //! Looks whether there is room again.
    void probeRoom();
    //! Nothing is gathered or under way.
    bool isIdle() const { return m_changes.empty() && m_adds.empty() && m_underWay == 0; }

Q_SIGNALS:
    //! All outcomes of one transaction have been told.
    void settled();

private:
    struct Change {
        JobChange what;
        ChangeDone done;
    };
    struct Adds {
        QList<JobToAdd> jobs;
        AddsDone done;
    };
    using Changes = std::vector<Change>;
    using AddCalls = std::vector<Adds>;

    void wake();
    void flush();
    void sendChanges(std::shared_ptr<Changes> changes, bool isLastTry);
    void sendAdds(AddCalls calls);
    void spendReserveFor(std::shared_ptr<Changes> changes);
    void endOne();

    JobStore &m_store;
    Changes m_changes;
    AddCalls m_adds;
    qsizetype m_gathered = 0; // Jobs in m_adds.
    int m_underWay = 0;       // Pieces of work that the store has.
    bool m_isAwake = false;
    bool m_isFull = false;
};

} // namespace muster
