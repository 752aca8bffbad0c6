// SPDX-License-Identifier: Apache-2.0
#pragma once
// The page of the audit log: who did what, a search, the proof of the chain, an export, and one entry whole beside the list.

#include "core/mirror/AuditModel.h"

#include <QTimer>
#include <QWidget>

class QListView;
class QStackedLayout;

namespace muster {

class AuditDetails;
class Button;
class EmptyState;
class Field;
class Note;
class PlainLabel;
class Toast;

//! Shows the audit log of a session; says who may read it when we may not. Keys in the list: arrows, j, k, Enter (details), Escape
//! (closes them), / or Ctrl+F (search), Ctrl+C (copy), F5 elsewhere reads anew.
class AuditLogPage final : public QWidget
{
    Q_OBJECT

public:
    //! \a session may die first.
    explicit AuditLogPage(ClusterSession *session, QWidget *parent = nullptr);

    AuditModel *model() const { return m_model; }
    QListView *list() const { return m_list; }
    AuditDetails *details() const { return m_details; }
    void focusList();
    void focusFilter();
    //! Whether there was something to clear: first the details, then the search.
    bool clearFilter();
    void openCurrent();
    //! Searches for \a search, as if it was typed.
    void showOnly(const QString &search);
    //! Asks the cluster to follow the whole chain, and shows its sentence.
    void verify();
    //! Writes all entries that match to \a file, one JSON object a line, newest first; at most AuditModel::kMost.
    void exportTo(const QString &file);

Q_SIGNALS:
    //! exportTo() ended; an empty \a failure: well.
    void exported(const QString &failure);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeBar();
    QWidget *makeLists();
    void showState();
    void showEmpty();
    void showDetails(bool isShown);
    void placeDetails();
    void showProof(const Result<AuditProof> &proof);
    void showProofAge();
    void closeProof();
    void askFile();
    void collect(const QString &file, quint64 before);
    void endExport(const QString &file, const QString &failure);
    bool takeKey(const QKeyEvent &key);

    QPointer<ClusterSession> m_session;
    AuditModel *m_model;
    PlainLabel *m_count = nullptr;
    Button *m_verify = nullptr;
    Button *m_export = nullptr;
    Field *m_field = nullptr;
    QWidget *m_bar = nullptr;
    Note *m_proof = nullptr;
    std::optional<AuditProof> m_proved; // What m_proof tells of.
    QString m_provedAt;
    QStackedLayout *m_stack = nullptr;
    QWidget *m_column = nullptr;
    QListView *m_list = nullptr;
    EmptyState *m_empty = nullptr;
    Button *m_again = nullptr;
    AuditDetails *m_details = nullptr;
    Toast *m_toast = nullptr;
    QByteArray m_lines; // Of the export under way.
    int m_written = 0;
    QTimer m_typing;
    QTimer m_looking;
};

} // namespace muster
