// SPDX-License-Identifier: Apache-2.0
#pragma once
// The part of the Drain dialog that says who will wait, with what each has to do, and asks what shall become of strict pins.

#include "core/mirror/DrainOutlook.h"
#include "core/mirror/DrainWork.h"

#include <QWidget>

class QGridLayout;

namespace muster {

class PlainLabel;
class SegmentedControl;

//! On the tint of a warning (picture 09). Hidden while nobody waits.
class DrainWaiting final : public QWidget
{
    Q_OBJECT

public:
    explicit DrainWaiting(QWidget *parent = nullptr);
    //! Who waits: \a waiting, by name, and what \a work knows of the first of them.
    void show(const QList<DrainEffect> &waiting, const DrainWork &work);
    //! Strict pins that shall become preferred first.
    QList<Assignment> pinsToLoosen() const;
    //! The first of \a waiting, of whom show() wants to know what is queued.
    static QList<EntityRef> namedOf(const QList<DrainEffect> &waiting);

Q_SIGNALS:
    //! The pins are to be moved by hand first.
    void moveWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showNames();
    QWidget *makeName(const DrainEffect &effect, const QString &details);

    QList<DrainEffect> m_waiting;
    QStringList m_shown; // What the names say, to see whether they must be made anew.
    QStringList m_details;
    PlainLabel *m_heading;
    QWidget *m_ground;
    QGridLayout *m_names;
    PlainLabel *m_more;
    QWidget *m_answers;
    SegmentedControl *m_answer;
};

} // namespace muster
