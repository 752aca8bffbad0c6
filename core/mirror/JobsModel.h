// SPDX-License-Identifier: Apache-2.0
#pragma once
// The jobs of one cluster as rows, newest first: read page by page, and true where somebody looks.

#include "core/mirror/ClusterSession.h"
#include "core/mirror/JobRows.h"

#include <QAbstractListModel>
#include <QPointer>
#include <QTimer>

#include <functional>

namespace muster {

//! Of a hundred thousand jobs it reads what is looked at. What events tell singly is shown at once; when they say that more
//! happened, the rows that are seen are read again, at most twice a second, and all others when they come to be seen. Rows
//! that stay are never reset, so selections live. DisplayRole is one English line for copying; views use jobAt(). GUI thread.
class JobsModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        JobItem = Qt::UserRole + 1, //!< `const muster::Job *`, valid until the next change.
        IdItem,                     //!< QString.
        StateItem,                  //!< int of the JobState.
    };
    //! How far reading is.
    enum class Phase { Off, Reading, Ready, Failed };

    explicit JobsModel(QObject *parent = nullptr);
    ~JobsModel() override;
    Q_DISABLE_COPY_MOVE(JobsModel)

    //! Shows the jobs of \a session, or none for null. The session may die at any time.
    void setSession(ClusterSession *session);
    ClusterSession *session() const { return m_session; }
    //! Lists what \a query says, whose `after` and `most` are ours; another one begins anew.
    void setQuery(const JobQuery &query);
    const JobQuery &query() const { return m_query; }
    //! Whether anything but "all jobs" is asked for.
    bool isFiltered() const;
    //! Off: nobody looks. What was never read is not read then; what was is read again at a slower pace. On at first.
    void setWatched(bool isWatched);
    //! The rows on the screen.
    void setSeen(int first, int last);
    //! Reads what is seen again, soon.
    void refresh();
    //! What screen readers say of a job; the words are the console's.
    void setSpeech(std::function<QString(const Job &)> speech) { m_speech = std::move(speech); }

    //! Off without a session that can; Failed when nothing could be read so far, see error().
    Phase phase() const { return m_phase; }
    const std::optional<Error> &error() const { return m_error; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    const Job &jobAt(int row) const { return m_rows.at(row); }
    //! Row of a job that has one, or -1.
    int rowOf(const JobId &id) const { return m_rows.indexOf(id); }
    //! Whether there are older ones that were not read.
    bool hasMore() const { return m_hasMore; }

Q_SIGNALS:
    void phaseChanged();
    //! Another query, in force now.
    void queryChanged();
    //! A page is in, or what events told; after all row signals.
    void applied();

private:
    void begin();
    void readSync();
    void readEvent(const ClusterEvent &event);
    void readQueue(const QueueChanged &queue);
    void releaseTold();
    void takeTold(const JobChanged &changed, Timestamp at);
    void outdate();
    void readSeen();
    void ask(const JobId &after, int most, int tears);
    void take(quint64 round, const JobId &after, int tears, const Result<JobPage> &page);
    void apply(const JobRowEdits &edits);
    void removeRow(int row);
    void dropFrom(int row);
    bool isOutdated(int first, int last) const;
    void setPhase(Phase phase);

    struct Told {
        JobChanged change;
        Timestamp at;
    };
    struct QueueSeen {
        quint64 changes = 0; // As the cluster counts.
        quint64 told = 0;    // Singly, since then.
        qint64 jobs = 0;
        bool isPaused = false;
    };

    QPointer<ClusterSession> m_session;
    JobQuery m_query;
    JobRows m_rows;
    Phase m_phase = Phase::Off;
    std::optional<Error> m_error;
    bool m_hasMore = false;
    bool m_isWatched = true;
    bool m_isAsking = false;
    bool m_wantsMore = false;
    int m_firstSeen = 0;
    int m_lastSeen = 0;
    quint64 m_round = 0;    // Of queries; answers to older ones are ignored.
    quint64 m_reading = 1;  // Rows of an older one are outdated.
    quint64 m_asked = 0;    // m_reading when the page under way was asked for.
    QTimer m_again;
    QTimer m_frame;
    QHash<JobId, Told> m_told;      // Not shown yet.
    QHash<JobId, Told> m_sinceAsked; // What the page under way may not know.
    QHash<QString, QueueSeen> m_queues;
    std::function<QString(const Job &)> m_speech;
};

} // namespace muster
Q_DECLARE_METATYPE(const muster::Job *)
