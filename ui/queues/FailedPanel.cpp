// SPDX-License-Identifier: Apache-2.0
#include "ui/queues/FailedPanel.h"

#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <memory>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

// px at scale 1.
constexpr int kSide = 12;
constexpr int kRow = 36;
constexpr int kShape = 16;
constexpr int kCount = 64;
constexpr int kQueue = 120;
constexpr int kAge = 56;
constexpr qsizetype kShown = 6; // Groups; the page of jobs has all of them.

QString errorOf(const FailedGroup &group)
{
    return group.error.isEmpty() ? FailedPanel::tr("Failed without a word") : group.error;
}

} // namespace

FailedRow::FailedRow(const FailedGroup &group, Timestamp now, QWidget *parent)
    : QWidget(parent), m_group(group), m_age(shortAge(std::max(milliseconds(0), now - group.newest)))
{
    setFocusPolicy(Qt::StrongFocus);
    setFocusRadius(this, kNoFocusRing);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("%1, %2 jobs in the queue %3, the last %4 ago").arg(errorOf(group), countText(group.jobs), group.queue, m_age));
    setToolTip(plainToolTip(tr("Show these jobs: %1").arg(errorOf(group))));
}

QSize FailedRow::sizeHint() const
{
    return {scaled(280), scaled(kRow)};
}

void FailedRow::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    if (underMouse())
        painter.fillRect(rect().adjusted(1, 0, -1, 0), t.hoverWash);
    painter.fillRect(QRect(1, 0, width() - 2, 1), t.border);
    const bool leftToRight = layoutDirection() == Qt::LeftToRight;
    const auto at = [&](qreal x, qreal wide) { return QRectF(leftToRight ? x : width() - x - wide, 0, wide, height()); };
    const Qt::Alignment start = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft);
    const Qt::Alignment end = QStyle::visualAlignment(layoutDirection(), Qt::AlignRight);
    const int shape = scaled(kShape);
    paintIcon(&painter, "job-failed"_L1, QPointF(at(scaled(kSide), shape).x(), std::floor((height() - shape) / 2.0)), shape, t.failed.fg);
    qreal right = width() - scaled(kSide) - scaled(kAge);
    drawLine(&painter, at(right, scaled(kAge)), Type::Body, t.text2, m_age, end);
    right -= scaled(kQueue) + scaled(12);
    drawLine(&painter, at(right, scaled(kQueue)), Type::Body, t.text2, m_group.queue, start);
    right -= scaled(kCount) + scaled(12);
    drawLine(&painter, at(right, scaled(kCount)), Type::BodyMedium, t.text, u"×\u00A0"_s + countText(m_group.jobs), end);
    const qreal left = scaled(kSide + kShape + 12);
    drawLine(&painter, at(left, std::max<qreal>(0, right - scaled(12) - left)), Type::Mono, t.text, errorOf(m_group).simplified(), start);
    if (hasFocus() && isFocusShown())
        paintPanel(&painter, QRectF(rect()).adjusted(2, 2, -2, -2), scaled(4), Qt::transparent, t.accent, 2);
}

void FailedRow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        Q_EMIT wanted(m_group);
    else
        QWidget::keyPressEvent(event);
}

void FailedRow::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        Q_EMIT wanted(m_group);
}

FailedPanel::FailedPanel(QWidget *parent) : Panel(&Tokens::surface, parent)
{
    setFrame(10);
    setAccessibleName(tr("Failed, by error"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, scaled(2), 0, scaled(2));
    layout->setSpacing(0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(scaled(kSide), 0, scaled(4), 0);
    head->addWidget(new PlainLabel(tr("Failed, by error"), Type::BodyStrong, &Tokens::text, this), 1);
    m_retry = new Button("restart"_L1, {}, ButtonKind::Quiet, this);
    head->addWidget(m_retry);
    layout->addLayout(head);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(0);
    layout->addLayout(m_rows);
    m_rest = new PlainLabel(Type::Small, &Tokens::text3, this);
    m_rest->setContentsMargins(scaled(kSide), scaled(6), scaled(kSide), scaled(6));
    layout->addWidget(m_rest);
    connect(m_retry, &QPushButton::clicked, this, &FailedPanel::retryWanted);
}

void FailedPanel::setGroups(const QList<FailedGroup> &groups, qint64 failed, Timestamp now)
{
    QString ages;
    for (const FailedGroup &group : groups)
        ages += shortAge(std::max(milliseconds(0), now - group.newest)) + u' ';
    if (groups == m_shown && failed == m_failed && ages == m_ages)
        return;
    const auto *focused = qobject_cast<FailedRow *>(focusWidget());
    const bool hadFocus = focused && focused->hasFocus();
    const FailedGroup was = focused ? focused->group() : FailedGroup();
    m_shown = groups;
    m_failed = failed;
    m_ages = ages;
    while (const auto item = std::unique_ptr<QLayoutItem>(m_rows->takeAt(0))) {
        item->widget()->hide();
        item->widget()->deleteLater();
    }
    qint64 rest = failed;
    for (const FailedGroup &group : groups.mid(0, kShown)) {
        auto *row = new FailedRow(group, now, this);
        m_rows->addWidget(row);
        connect(row, &FailedRow::wanted, this, &FailedPanel::groupWanted);
        rest -= group.jobs;
        if (hadFocus && group.error == was.error && group.queue == was.queue)
            row->setFocus();
    }
    m_rest->setText(rest > 0 ? tr("and %1 more").arg(countText(rest)) : QString());
    m_rest->setVisible(rest > 0);
    m_retry->setText(tr("Retry all %1…").arg(countText(failed)));
}

void FailedPanel::setRefusal(const QString &refusal)
{
    m_retry->setRefusal(refusal);
}

QList<FailedRow *> FailedPanel::rows() const
{
    QList<FailedRow *> rows;
    for (int i = 0; i < m_rows->count(); ++i)
        rows.append(qobject_cast<FailedRow *>(m_rows->itemAt(i)->widget()));
    return rows;
}

} // namespace muster
