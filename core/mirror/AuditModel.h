// SPDX-License-Identifier: Apache-2.0
#pragma once
// The audit log of one cluster as a list, newest first, read page by page as somebody scrolls. Shown by ui/audit/AuditLogPage.

#include "core/mirror/ClusterSession.h"

#include <QAbstractListModel>
#include <QPointer>

namespace muster {

//! Lives with its session, on the gui thread. Nothing tells of new entries: lookForNew() asks for them. DisplayRole is one
//! English line for copying; views use entryAt().
class AuditModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        EntryItem = Qt::UserRole + 1, //!< `const muster::AuditEntry *`, valid until the next change.
    };
    enum class State {
        Waiting,     //!< Not connected, or not looked yet.
        Unsupported, //!< The cluster keeps no audit log.
        NotAllowed,  //!< Our token may not read it: tier admin alone.
        Reading,     //!< Asked, not answered for the first time.
        Shown,
        Failed,      //!< error() says why; reload() asks again.
    };
    //! Entries kept at once; older ones are searched for, or exported.
    static constexpr int kMost = 20'000;

    //! \a session may die first.
    explicit AuditModel(ClusterSession *session, QObject *parent = nullptr);
    ~AuditModel() override;
    Q_DISABLE_COPY_MOVE(AuditModel)

    //! Off at first, so that nothing is asked for a page that nobody opens.
    void setActive(bool isActive);
    //! Only entries with \a text in actor, verb or target; the cluster searches.
    void setSearch(const QString &text);
    const QString &search() const { return m_search; }
    //! Asks for everything anew.
    void reload();
    //! Asks for what came since; does nothing while something else is asked.
    void lookForNew();

    State state() const { return m_state; }
    const Error &error() const { return m_error; }
    //! Whether the oldest one that matches is here.
    bool isComplete() const { return !m_hasMore; }
    const AuditEntry &entryAt(int row) const { return m_entries[row]; }
    //! -1 when it is not here.
    int rowOf(quint64 number) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    //! state(), error() or isComplete() changed.
    void stateChanged();

private:
    void lookAtLink();
    void setState(State state, const Error &error = {});
    void ask(quint64 before);
    void takePage(quint64 before, const Result<AuditPage> &page);
    void become(const AuditPage &page);
    void takeNewest(const AuditPage &page);
    void takeOlder(const AuditPage &page);

    QPointer<ClusterSession> m_session;
    QList<AuditEntry> m_entries; // Newest first.
    QString m_search;
    State m_state = State::Waiting;
    Error m_error;
    quint64 m_round = 0; // Of questions; answers to older ones are ignored.
    bool m_isActive = false;
    bool m_isAsking = false;
    bool m_hasMore = false;
};

} // namespace muster
Q_DECLARE_METATYPE(const muster::AuditEntry *)
