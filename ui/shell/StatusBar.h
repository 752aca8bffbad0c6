// SPDX-License-Identifier: Apache-2.0
#pragma once
// The line at the bottom: cluster and link, traffic, selection, what is under way, local time.

#include "ui/shell/LinkChipContent.h"

#include <QWidget>

namespace muster {

class Hairline;
class PlainLabel;

//! 26 px high; parts without words are left out. Words come ready from outside.
class StatusBar : public QWidget
{
    Q_OBJECT

public:
    explicit StatusBar(QWidget *parent = nullptr);

    //! \a cluster in medium, then the shape and words of our link. Without a cluster: \a cluster alone.
    void setLink(const QString &cluster, const LinkChipContent &link, const QString &words);
    //! "31 events/s", or "last event 12:03:57, 34 s ago".
    void setTraffic(const QString &words);
    //! "3 selected"; empty hides it.
    void setSelection(const QString &words);
    //! "Removing pi-lab…"; empty hides it.
    void setActivity(const QString &words);
    //! Local time and offset of \a now.
    void setTime(Timestamp now);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    class LinkDot;
    void setPart(Hairline *line, PlainLabel *label, const QString &words);

    PlainLabel *m_cluster;
    LinkDot *m_dot;
    PlainLabel *m_link;
    Hairline *m_trafficLine;
    PlainLabel *m_traffic;
    Hairline *m_selectionLine;
    PlainLabel *m_selection;
    Hairline *m_activityLine;
    PlainLabel *m_activity;
    PlainLabel *m_time;
    PlainLabel *m_offset;
};

//! "UTC+1", "UTC-3:30", "UTC".
QString utcOffsetText(int offsetSeconds);

} // namespace muster
