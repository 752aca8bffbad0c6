// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/StatusBar.h"

#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/shell/LinkChip.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QPainter>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

} // namespace

//! The shape of the link before its words.
class StatusBar::LinkDot : public QWidget
{
public:
    explicit LinkDot(QWidget *parent) : QWidget(parent) { setFixedSize(scaled(12), scaled(12)); }
    void setContent(const LinkChipContent &content)
    {
        m_content = content;
        setVisible(!content.icon.isEmpty());
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintLinkShape(&painter, m_content, QPointF(0, 0), width());
    }

private:
    LinkChipContent m_content;
};

StatusBar::StatusBar(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Status"));
    setFixedHeight(scaled(26));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(scaled(12), 1, scaled(12), 0);
    row->setSpacing(scaled(12));
    const auto label = [this](Type type, QColor Tokens::*color) { return new PlainLabel(type, color, this); };
    const auto line = [this] {
        auto *made = new Hairline(Qt::Vertical, this);
        made->setFixedSize(1, scaled(12));
        made->hide();
        return made;
    };
    auto *link = new QHBoxLayout;
    link->setSpacing(scaled(6));
    m_cluster = label(Type::SmallMedium, &Tokens::text);
    m_dot = new LinkDot(this);
    m_link = label(Type::Small, &Tokens::text2);
    link->addWidget(m_cluster);
    link->addWidget(m_dot);
    link->addWidget(m_link);
    row->addLayout(link);
    row->addWidget(m_trafficLine = line());
    row->addWidget(m_traffic = label(Type::Small, &Tokens::text2));
    row->addWidget(m_selectionLine = line());
    row->addWidget(m_selection = label(Type::Small, &Tokens::text2));
    row->addWidget(m_activityLine = line());
    m_activity = label(Type::Small, &Tokens::text2);
    m_activity->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_activity, 1);
    row->addStretch(1);
    row->addWidget(m_time = label(Type::Small, &Tokens::text2));
    row->addWidget(m_offset = label(Type::Small, &Tokens::text2));
}

void StatusBar::setLink(const QString &cluster, const LinkChipContent &link, const QString &words)
{
    m_cluster->setText(cluster);
    m_cluster->setType(words.isEmpty() ? Type::Small : Type::SmallMedium);
    m_cluster->setColor(words.isEmpty() ? &Tokens::text2 : &Tokens::text);
    m_dot->setContent(link);
    m_link->setText(words);
    m_link->setVisible(!words.isEmpty());
}

void StatusBar::setPart(Hairline *line, PlainLabel *label, const QString &words)
{
    line->setVisible(!words.isEmpty());
    label->setVisible(!words.isEmpty());
    label->setText(words);
}

void StatusBar::setTraffic(const QString &words)
{
    setPart(m_trafficLine, m_traffic, words);
}

void StatusBar::setSelection(const QString &words)
{
    setPart(m_selectionLine, m_selection, words);
}

void StatusBar::setActivity(const QString &words)
{
    setPart(m_activityLine, m_activity, words);
}

void StatusBar::setTime(Timestamp now)
{
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(now.msSinceEpoch);
    m_time->setText(tr("Local %1").arg(local.toString(u"HH:mm"_s)));
    m_offset->setText(utcOffsetText(local.offsetFromUtc()));
}

void StatusBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokens().surface);
    painter.fillRect(QRect(0, 0, width(), 1), tokens().border);
}

QString utcOffsetText(int offsetSeconds)
{
    if (offsetSeconds == 0)
        return u"UTC"_s;
    const QChar sign = offsetSeconds < 0 ? QChar(0x2212) : QLatin1Char('+');
    const int minutes = std::abs(offsetSeconds) / 60;
    QString text = u"UTC%1%2"_s.arg(sign).arg(minutes / 60);
    if (minutes % 60 != 0)
        text += u":%1"_s.arg(minutes % 60, 2, 10, QLatin1Char('0'));
    return text;
}

} // namespace muster
