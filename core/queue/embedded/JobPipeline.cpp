// SPDX-License-Identifier: Apache-2.0
#include "core/queue/embedded/JobPipeline.h"

#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kAddedAtOnce = 10'000; // Jobs of one transaction, and one call more.

bool isFullDisk(const Error &error)
{
    return error.code == "disk-full"_L1;
}

} // namespace

JobPipeline::JobPipeline(JobStore &store, QObject *parent) : QObject(parent), m_store(store) {}

void JobPipeline::add(const QList<JobToAdd> &jobs, AddsDone done)
{
    m_adds.push_back({jobs, std::move(done)});
    wake();
}

void JobPipeline::change(JobChange change, ChangeDone done)
{
    m_changes.push_back({std::move(change), std::move(done)});
    wake();
}

void JobPipeline::wake()
{
    if (m_isAwake || m_underWay > 0)
        return;
    m_isAwake = true;
    QMetaObject::invokeMethod(this, &JobPipeline::flush, Qt::QueuedConnection);
}

void JobPipeline::flush()
{
    m_isAwake = false;
    if (m_underWay > 0)
        return;
    // Both are sent before either can end, so that they share a transaction.
    const auto changes = std::make_shared<Changes>(std::exchange(m_changes, {}));
    AddCalls adds;
    qsizetype jobs = 0;
    size_t taken = 0;
    while (taken < m_adds.size() && jobs < kAddedAtOnce)
        jobs += m_adds[taken++].jobs.size();
    const auto end = m_adds.begin() + static_cast<std::ptrdiff_t>(taken);
    adds.assign(std::make_move_iterator(m_adds.begin()), std::make_move_iterator(end));
    m_adds.erase(m_adds.begin(), end);
    m_underWay = (changes->empty() ? 0 : 1) + (adds.empty() ? 0 : 1);
    if (!changes->empty())
        sendChanges(changes, false);
    if (!adds.empty())
        sendAdds(std::move(adds));
}

void JobPipeline::sendChanges(std::shared_ptr<Changes> changes, bool isLastTry)
{
    QList<JobChange> work;
    work.reserve(static_cast<qsizetype>(changes->size()));
    for (const Change &one : *changes)
        work.append(one.what);
    const Future<QList<JobOutcome>> future = m_store.change(std::move(work));
    whenDone(this, future, [this, changes, isLastTry](const Result<QList<JobOutcome>> &outcomes) {
        if (!outcomes && isFullDisk(outcomes.error()) && !isLastTry)
            return spendReserveFor(changes);
        for (size_t i = 0; i < changes->size(); ++i)
            (*changes)[i].done(outcomes ? Result<JobOutcome>((*outcomes)[static_cast<qsizetype>(i)])
                                        : Result<JobOutcome>(outcomes.error()));
        endOne();
    });
}

void JobPipeline::spendReserveFor(std::shared_ptr<Changes> changes)
{
    m_isFull = true; // Adds must not eat it.
    whenDone(this, m_store.spendReserve(), [this, changes](const Result<bool> &) { sendChanges(changes, true); });
}

void JobPipeline::sendAdds(AddCalls calls)
{
    QList<JobToAdd> work;
    for (const Adds &one : calls)
        work.append(one.jobs);
    const auto sent = std::make_shared<AddCalls>(std::move(calls));
    whenDone(this, m_store.add(std::move(work)), [this, sent](const Result<QList<AddedJob>> &added) {
        if (!added && isFullDisk(added.error()))
            m_isFull = true;
        qsizetype first = 0;
        for (const Adds &one : *sent) {
            if (added)
                one.done(added->mid(first, one.jobs.size()));
            else
                one.done(added);
            first += one.jobs.size();
        }
        endOne();
    });
}

void JobPipeline::endOne()
{
    --m_underWay;
    Q_EMIT settled();
    if (m_underWay == 0 && !isIdle())
        wake(); // Not at once: those who were answered just now get their turn to ask for more.
}

void JobPipeline::probeRoom()
{
    ++m_underWay;
    whenDone(this, m_store.ensureReserve(), [this](const Result<bool> &isKept) {
        m_isFull = !isKept.value_or(false);
        endOne();
    });
}

} // namespace muster
