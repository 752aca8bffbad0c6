// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a person asks of the jobs and queues of a cluster. A change whose answer was lost is read back, never assumed.

#include "core/mirror/ClusterSession.h"
#include "core/mirror/JobBatch.h"

#include <QPointer>

namespace muster {

//! Works through a session, a few calls at a time, so that a thousand jobs do not fill the line. GUI thread. Batches are
//! its children; the newest limits::kCommandsKept are kept. While the link is not live all is refused at once.
class JobVerbs final : public QObject
{
    Q_OBJECT
public:
    explicit JobVerbs(QObject *parent = nullptr);
    ~JobVerbs() override;
    Q_DISABLE_COPY_MOVE(JobVerbs)

    //! The session may die at any time; what is open then stays so.
    void setSession(ClusterSession *session);

    //! Whether \a key is one that submit() made up, which no person gave.
    static bool isOwnKey(const QString &key);
    //! Queues a job. One without a dedupe key gets a key of ours: asked again after a lost answer, it is the same job.
    JobBatch *submit(JobRequest request);
    JobBatch *retry(const QList<Job> &jobs) { return onJobs(JobVerb::Retry, jobs); }
    JobBatch *cancel(const QList<Job> &jobs) { return onJobs(JobVerb::Cancel, jobs); }
    JobBatch *discard(const QList<Job> &jobs) { return onJobs(JobVerb::Discard, jobs); }
    JobBatch *pauseQueue(const QString &queue, bool isPaused);
    //! Asks for nothing more of \a batch; what was asked for goes on. What was left is Stopped.
    void stop(JobBatch *batch);
    //! Whether anything is open.
    bool isBusy() const;
    //! Newest first.
    const QList<JobBatch *> &batches() const { return m_batches; }

Q_SIGNALS:
    void started(muster::JobBatch *batch);
    //! One of a batch stands otherwise.
    void progressed(muster::JobBatch *batch);
    void finished(muster::JobBatch *batch);
    //! A queue answered what it is now.
    void queueAnswered(const muster::QueueFacts &queue);

private:
    //! One call to be made, or to be read back.
    struct Step {
        QPointer<JobBatch> batch;
        qsizetype item = 0;
    };
    JobBatch *onJobs(JobVerb verb, const QList<Job> &jobs);
    JobBatch *start(JobVerb verb, QList<JobBatch::Item> items);
    void next();
    void call(const Step &step);
    template <typename T>
    void watch(const Step &step, const Future<T> &answer);
    void takeAnswer(const Step &step, const Result<void> &answer);
    void endIfDone(JobBatch *batch);
    void readBack();
    void readBackOne(const Step &step);
    void settle(const Step &step, const Result<Job> &now);

    QPointer<ClusterSession> m_session;
    QList<JobBatch *> m_batches;
    QList<Step> m_waiting;
    QList<Step> m_doubtful;
    QHash<JobBatch *, JobRequest> m_requests; // Of submissions that are open.
    int m_asked = 0;
    bool m_isStarting = false; // next() is at work: an answer that is there at once does not begin another.
};

} // namespace muster
