// SPDX-License-Identifier: Apache-2.0
#pragma once
// One entry of the audit log, whole: who, what, before and after, from where, and the same as a command.

#include "core/domain/AuditEntry.h"

#include <QWidget>

#include <optional>

class QLabel;
class QVBoxLayout;

namespace muster {

class AuditDiffView;
class PlainLabel;

//! Made for 360 px. Escape asks to close.
class AuditDetails final : public QWidget
{
    Q_OBJECT

public:
    explicit AuditDetails(QWidget *parent = nullptr);

    void show(const AuditEntry &entry);
    //! Of the entry shown; 0: none was.
    quint64 number() const { return m_entry ? m_entry->number : 0; }
    AuditDiffView *diff() const { return m_diff; }

Q_SIGNALS:
    void closeRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeBody();
    QVBoxLayout *addSection(QVBoxLayout *body, const QString &title, QWidget **whole = nullptr);
    PlainLabel *addFact(QVBoxLayout *facts, const QString &name, bool isMono);
    void fill();
    void fitDiff();

    std::optional<AuditEntry> m_entry;
    QLabel *m_icon = nullptr;
    PlainLabel *m_title = nullptr;
    QLabel *m_shape = nullptr;
    PlainLabel *m_outcome = nullptr;
    PlainLabel *m_unchanged = nullptr;
    QWidget *m_diffFrame = nullptr;
    AuditDiffView *m_diff = nullptr;
    PlainLabel *m_actor = nullptr;
    PlainLabel *m_source = nullptr;
    PlainLabel *m_verb = nullptr;
    PlainLabel *m_target = nullptr;
    PlainLabel *m_note = nullptr;
    PlainLabel *m_number = nullptr;
    PlainLabel *m_hash = nullptr;
    QWidget *m_command = nullptr;
    PlainLabel *m_commandText = nullptr;
};

} // namespace muster
