// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/EntityCompletions.h"

#include "core/domain/Entity.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Icons.h"
#include "ui/kit/KindIcon.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Theme.h"

#include <QEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

// px at scale 1.
constexpr int kRow = 28;
constexpr int kSide = 10;
constexpr int kKind = 16;

class Row final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {scaled(160), scaled(kRow)}; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &t = tokens();
        const QRectF rect = option.rect;
        const bool isOn = option.state & (QStyle::State_Selected | QStyle::State_MouseOver);
        painter->fillRect(rect, isOn ? t.selection : t.raised);
        const QString text = index.data().toString();
        const bool leftToRight = option.direction == Qt::LeftToRight;
        const int kind = scaled(kKind);
        if (const auto entity = EntityRef::parse(text, u"entity"_s)) {
            const qreal x = leftToRight ? rect.x() + scaled(kSide) : rect.right() - scaled(kSide) - kind;
            paintIcon(painter, kindIcon(entity->kind), QPointF(x, std::floor(rect.center().y() - kind / 2.0)), kind, t.text2);
        }
        const qreal before = scaled(kSide + 8) + kind;
        const QRectF room = leftToRight ? rect.adjusted(before, 0, -scaled(kSide), 0) : rect.adjusted(scaled(kSide), 0, -before, 0);
        drawLine(painter, room, Type::Body, t.text, text, QStyle::visualAlignment(option.direction, Qt::AlignLeft));
    }
};

} // namespace

EntityCompletions::EntityCompletions()
{
    setAccessibleName(tr("Entities that match"));
    setFrameStyle(int(QFrame::Box) | int(QFrame::Plain));
    setLineWidth(1);
    setMouseTracking(true);
    setUniformItemSizes(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusRadius(this, kNoFocusRing);
    dress();
}

void EntityCompletions::useOwnRows()
{
    setItemDelegate(new Row(this));
}

bool EntityCompletions::event(QEvent *event)
{
    const bool done = QListView::event(event);
    if (event->type() == QEvent::Show) // The theme may be another one by then.
        dress();
    return done;
}

void EntityCompletions::dress()
{
    QPalette own = palette();
    own.setColor(QPalette::Base, tokens().raised);
    own.setColor(QPalette::Window, tokens().raised);
    own.setColor(QPalette::WindowText, tokens().border);
    setPalette(own);
}

} // namespace muster
