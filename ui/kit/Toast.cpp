// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Toast.h"

#include "ui/kit/Button.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QAccessible>
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

void Toast::place()
{
    adjustSize();
    const QWidget *host = parentWidget();
    move((host->width() - width()) / 2, host->height() - height() - scaled(24) + shadowMargin());
}

} // namespace muster
