// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/FocusRing.h"

#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>

namespace muster {

namespace {

// Kept on the application object, beside its style: both are what every paint event may ask for.
constexpr char kByKeyboard[] = "musterByKeyboard";
constexpr char kRadius[] = "musterFocusRadius";
constexpr int kReach = 5; // 2 px away, 2 px wide, 1 px for the edge's blend.

int radiusOf(const QWidget *widget)
{
    const QVariant own = widget->property(kRadius);
    if (own.isValid())
        return own.toInt();
    if (qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QAbstractScrollArea *>(widget)
        || qobject_cast<const QMenu *>(widget) || qobject_cast<const QMenuBar *>(widget) || widget->isWindow())
        return kNoFocusRing;
    return 6;
}

// The nearest thing around \a widget that scrolls it along, or its window.
QWidget *groundOf(QWidget *widget)
{
    QWidget *ground = widget->parentWidget();
    while (ground && !ground->isWindow()) {
        const QWidget *outer = ground->parentWidget();
        if (outer && qobject_cast<const QAbstractScrollArea *>(outer->parentWidget()))
            break; // The contents of a scroll area, whose parent is the viewport.
        ground = ground->parentWidget();
    }
    return ground;
}

} // namespace

bool isFocusShown()
{
    const QVariant by = qApp->property(kByKeyboard);
    return !by.isValid() || by.toBool();
}

void setFocusRadius(QWidget *widget, int radius)
{
    widget->setProperty(kRadius, radius);
}

class FocusRing::Frame : public QWidget
{
public:
    Frame(QWidget *ground, int radius) : QWidget(ground), m_radius(radius)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintFocusRing(&painter, rect().adjusted(kReach, kReach, -kReach, -kReach), scaled(m_radius));
    }

private:
    int m_radius;
};

FocusRing::FocusRing(QObject *parent) : QObject(parent)
{
    qApp->installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { follow(now); });
}

bool FocusRing::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::ShortcutOverride: // Of a key that an action takes, this is all that is seen; it may open a dialog.
        if (!isFocusShown()) {
            qApp->setProperty(kByKeyboard, true);
            follow(QApplication::focusWidget());
        }
        break;
    case QEvent::MouseButtonPress:
        if (isFocusShown()) {
            qApp->setProperty(kByKeyboard, false);
            follow(nullptr);
            if (QWidget *focused = QApplication::focusWidget())
                focused->update();
        }
        break;
    case QEvent::Move:
    case QEvent::Resize:
    case QEvent::Show:
    case QEvent::Hide:
        if (m_focused && watched->isWidgetType() && watched != m_frame
            && (watched == m_focused || static_cast<QWidget *>(watched)->isAncestorOf(m_focused)))
            QMetaObject::invokeMethod(this, &FocusRing::place, Qt::QueuedConnection);
        break;
    default:
        break;
    }
    return false;
}

void FocusRing::follow(QWidget *focused)
{
    if (m_frame) {
        m_frame->hide(); // Gone at once for the eye, a turn later in memory.
        m_frame->deleteLater();
    }
    m_frame = nullptr;
    m_focused = nullptr;
    if (!focused || !isFocusShown())
        return;
    const int radius = radiusOf(focused);
    QWidget *ground = groundOf(focused);
    if (radius == kNoFocusRing || !ground)
        return;
    m_focused = focused;
    m_frame = new Frame(ground, radius);
    place();
}

void FocusRing::place()
{
    if (!m_focused || !m_frame)
        return;
    const QPoint at = m_focused->mapTo(m_frame->parentWidget(), QPoint(0, 0));
    m_frame->setGeometry(QRect(at, m_focused->size()).adjusted(-kReach, -kReach, kReach, kReach));
    m_frame->setVisible(m_focused->isVisible());
    m_frame->raise();
}

} // namespace muster
