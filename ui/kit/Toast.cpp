// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Toast.h"

#include "ui/kit/Button.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QTimerEvent>

namespace muster {

Toast::Toast(QWidget *host)
    : QWidget(host), m_text(new PlainLabel(Type::Body, &Tokens::text, this)), m_action(new Button({}, ButtonKind::Quiet, this))
{
    auto *layout = new QHBoxLayout(this);
    const int margin = shadowMargin();
    layout->setContentsMargins(margin + scaled(16), margin + scaled(8), margin + scaled(16), margin + scaled(8));
    layout->setSpacing(scaled(12));
    layout->addWidget(m_text);
    layout->addWidget(m_action);
    connect(m_action, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT actionTriggered();
    });
    host->installEventFilter(this);
    hide();
}

void Toast::say(const QString &text, const QString &action)
{
    m_text->setText(text);
    m_text->setMinimumWidth(m_text->fontMetrics().horizontalAdvance(text) + 2);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(text);
    place();
    show();
    raise();
    m_timer.start(action.isEmpty() ? 5000 : 10000, this);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

QString Toast::text() const
{
    return m_text->text();
}

void Toast::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    const int margin = shadowMargin();
    const QRectF panel = QRectF(rect()).adjusted(margin, margin, -margin, -margin);
    paintShadow(&painter, panel, scaled(10));
    paintPanel(&painter, panel, scaled(10), t.raised, t.border);
}

void Toast::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return;
    if (underMouse() || m_action->hasFocus())
        return; // Comes again after the same time.
    m_timer.stop();
    hide();
}

bool Toast::eventFilter(QObject *, QEvent *event)
{
    if (event->type() == QEvent::Resize && isVisible())
        place();
    return false;
}

//! Where a person works in the host: the row or card with the cursor, or the field that has the keyboard; empty: elsewhere.
QRect Toast::workedOn() const
{
    const QWidget *host = parentWidget();
    const QWidget *focused = QApplication::focusWidget();
    if (!focused || !host->isAncestorOf(focused) || isAncestorOf(focused))
        return {};
    if (const auto *view = qobject_cast<const QAbstractItemView *>(focused)) {
        const QRect item = view->visualRect(view->currentIndex());
        return item.isEmpty() ? QRect() : QRect(view->viewport()->mapTo(host, item.topLeft()), item.size());
    }
    return {focused->mapTo(host, QPoint(0, 0)), focused->size()};
}

void Toast::place()
{
    adjustSize();
    const QWidget *host = parentWidget();
    QRect box((host->width() - width()) / 2, host->height() - height() - scaled(24) + shadowMargin(), width(), height());
    const int margin = shadowMargin();
    if (workedOn().intersects(box.adjusted(margin, margin, -margin, -margin)))
        box.moveTop(scaled(8) - margin); // Nothing lies over what one has in hand.
    move(box.topLeft());
}

} // namespace muster
