// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/NoticeBanner.h"

#include "ui/kit/PlainLabel.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/Theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! One notice on the tint of a warning, with its shape before the first line.
class NoticeLine final : public QWidget
{
public:
    NoticeLine(const NoticeWords &words, QWidget *parent) : QWidget(parent)
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(scaled(44), scaled(7), scaled(12), scaled(8));
        row->setSpacing(scaled(8));
        m_heading = new PlainLabel(words.heading, Type::BodyStrong, &Tokens::text, this);
        auto *text = new PlainLabel(words.text, Type::Body, &Tokens::text2, this);
        text->setWraps(true);
        row->addWidget(m_heading, 0, Qt::AlignTop);
        row->addWidget(text, 1);
        setAccessibleName(u"%1 %2"_s.arg(words.heading, words.text));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), statusColor(NodeStatus::Degraded).tint);
        painter.fillRect(QRect(0, height() - 1, width(), 1), tokens().border);
        const int size = scaled(16);
        const int left = layoutDirection() == Qt::RightToLeft ? width() - scaled(16) - size : scaled(16);
        const int top = m_heading->y() + (m_heading->fontMetrics().height() - size) / 2;
        paintStatusShape(&painter, NodeStatus::Degraded, QPointF(left, top), size);
    }

private:
    PlainLabel *m_heading;
};

} // namespace

NoticeWords noticeWords(const ClusterNotice &notice)
{
    if (notice.code == u"insecure")
        return {NoticeBanner::tr("Not encrypted."),
                NoticeBanner::tr("Everything between this control plane and its nodes and consoles can be read and changed on "
                                 "the way, tokens too. Start it without --insecure: it then makes a certificate of its own.")};
    if (notice.code == u"agenticmail-workers")
        return {NoticeBanner::tr("Workers need no token."),
                NoticeBanner::tr("%1. Whoever sends from there can pose as one.").arg(notice.text)};
    return {NoticeBanner::tr("The control plane says:"), notice.text};
}

NoticeBanner::NoticeBanner(QWidget *parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    setVisible(false);
}

void NoticeBanner::setNotices(const QList<ClusterNotice> &notices)
{
    if (notices == m_notices)
        return;
    m_notices = notices;
    while (QLayoutItem *old = m_column->takeAt(0)) {
        old->widget()->deleteLater();
        old->widget()->hide();
        delete old;
    }
    for (const ClusterNotice &notice : notices)
        m_column->addWidget(new NoticeLine(noticeWords(notice), this));
    setVisible(!notices.isEmpty());
}

} // namespace muster
