// SPDX-License-Identifier: Apache-2.0
#pragma once
// Asks how nodes are to be drained: what runs there, who will wait and who moves, until when, and why. Source: ux.md 3.6, picture 09.

#include "core/mirror/ClusterSession.h"
#include "core/mirror/DrainOutlook.h"
#include "core/mirror/DrainWork.h"

#include <QDialog>
#include <QTimer>

class QButtonGroup;
class QCheckBox;
class QVBoxLayout;

namespace muster {

class Button;
class DrainWaiting;
class Field;
class PlainLabel;

//! What a person chose the last time.
struct DrainChoices {
    enum Deadline { None, Short, Long, Own };
    int deadline = Short; //!< As picture 09 has it: a drain that never ends is chosen, not met.
    QString own = {}; //!< "1:30", as it was typed.
    bool isImmediate = false;
    bool isRemembered = false; //!< Offered again the next time.
};

//! "1:30" or "45 m", "2 h", "1 d" as a span; nullopt for anything else, and beyond limits::kDrainDeadlineMost.
std::optional<milliseconds> readDeadline(const QString &text);

//! \a span as readDeadline() reads it, in hours and minutes, rounded up: "0:06".
QString writeDeadline(milliseconds span);

//! Accepted only by the button that says Drain, or Change for one node that drains already; Cancel has the focus. What it shows
//! follows the cluster while it stands there.
class DrainDialog final : public QDialog
{
    Q_OBJECT

public:
    //! \a nodes: at least one that is known. \a session must outlive it.
    DrainDialog(ClusterSession &session, const QList<NodeId> &nodes, const DrainChoices &choices, QWidget *parent);

    DrainRequest request() const;
    DrainChoices choices() const;
    //! Strict pins that shall become preferred before the drain begins.
    QList<Assignment> pinsToLoosen() const;
    //! The same as a command, one a line.
    QString command() const;
    bool isChange() const { return m_isChange; }
    Button *cancelButton() const { return m_cancel; }
    Button *drainButton() const { return m_drain; }

Q_SIGNALS:
    //! The strict pins are to be moved by hand first; the dialog closes.
    void assignmentsWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeFigures();
    QWidget *makeForm();
    QWidget *makeFoot();
    void addRow(QVBoxLayout *form, const QString &name, QWidget *value);
    QWidget *makeDeadline();
    void begin(const DrainChoices &choices);
    void look();
    void showJobs();
    void showMoves();
    void showChoices();
    QString nameOf(const NodeId &node) const;

    ClusterSession &m_session;
    const QList<NodeId> m_nodes;
    const bool m_isChange; // Of a drain that is under way.
    DrainWork m_work;
    QTimer m_later;
    QList<DrainEffect> m_waiting;
    QList<DrainEffect> m_moving;
    PlainLabel *m_running = nullptr;
    PlainLabel *m_oldest = nullptr;
    PlainLabel *m_strict = nullptr;
    PlainLabel *m_preferred = nullptr;
    DrainWaiting *m_who = nullptr;
    PlainLabel *m_moves = nullptr;
    QButtonGroup *m_deadline = nullptr;
    Field *m_own = nullptr;
    Field *m_note = nullptr;
    QCheckBox *m_immediate = nullptr;
    QCheckBox *m_remember = nullptr;
    PlainLabel *m_atDeadline = nullptr;
    PlainLabel *m_command = nullptr;
    Button *m_cancel = nullptr;
    Button *m_drain = nullptr;
};

} // namespace muster
