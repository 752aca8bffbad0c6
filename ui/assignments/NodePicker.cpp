// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/NodePicker.h"

#include "ui/assignments/EntityWords.h"
#include "ui/kit/Field.h"
#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/StatusText.h"
#include "ui/kit/Theme.h"

#include <QBitmap>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QScreen>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWide = 380;
constexpr int kRow = 32;
constexpr int kRowsShown = 8;

class ChoiceDelegate final : public QStyledItemDelegate
{
public:
    ChoiceDelegate(const NodeChoices *choices, QObject *parent) : QStyledItemDelegate(parent), m_choices(choices) {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {0, scaled(kRow)}; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &t = tokens();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRectF row = QRectF(option.rect).adjusted(scaled(6), 0, -scaled(6), 0);
        if (option.state & QStyle::State_Selected)
            paintPanel(painter, row, scaled(6), t.selection, {});
        else if (option.state & QStyle::State_MouseOver)
            paintPanel(painter, row, scaled(6), t.hoverWash, {});
        const Candidate *candidate = m_choices->at(index.row());
        const int icon = scaled(16);
        const QPointF at(row.x() + scaled(8), row.center().y() - icon / 2.0);
        if (candidate)
            paintStatusShape(painter, m_choices->statusAt(index.row()), at, icon);
        else
            paintIcon(painter, "demo"_L1, at + QPointF(scaled(2), scaled(2)), scaled(12), t.text2);
        const QString name = index.data().toString();
        const QString reason = index.data(Qt::ToolTipRole).toString();
        const qreal left = at.x() + icon + scaled(8);
        const qreal right = row.right() - scaled(8);
        // The reason is what tells nodes apart: names give way to it, down to half of the row.
        const qreal most = std::max((right - left) / 2, right - left - lineWidth(Type::Small, reason) - scaled(12));
        const qreal wide = std::min(lineWidth(Type::BodyMedium, name) + 1, most);
        const bool fits = !candidate || candidate->fits;
        drawLine(painter, QRectF(left, row.y(), wide, row.height()), Type::BodyMedium, fits ? t.text : t.text3, name);
        const qreal from = left + wide + scaled(12);
        drawLine(painter, QRectF(from, row.y(), right - from, row.height()), Type::Small, fits ? t.text2 : t.text3, reason, Qt::AlignRight);
        painter->restore();
    }

private:
    const NodeChoices *m_choices;
};

} // namespace

NodePicker::NodePicker(QWidget *parent)
    : QFrame(parent, Qt::Popup), m_choices(new NodeChoices(this)), m_field(new Field(tr("Find a node"), this)),
      m_list(new QListView(this)), m_none(new PlainLabel(tr("No node matches."), Type::Body, &Tokens::text2, m_list)),
      m_modes(new SegmentedControl(tr("Mode"), this)),
      m_meaning(new PlainLabel(Type::Small, &Tokens::text3, this))
{
    setAccessibleName(tr("Pin to a node"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(8), scaled(8), scaled(8), scaled(8));
    column->setSpacing(scaled(6));
    m_field->setLeadingIcon("search"_L1);
    m_field->setPlaceholderText(tr("Find a node"));
    column->addWidget(m_field);
    m_list->setModel(m_choices);
    m_list->setItemDelegate(new ChoiceDelegate(m_choices, m_list));
    m_list->setAccessibleName(tr("Nodes, best first"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->viewport()->setAutoFillBackground(false);
    auto *over = new QVBoxLayout(m_list);
    over->addWidget(m_none, 0, Qt::AlignCenter);
    column->addWidget(m_list, 1);
    column->addWidget(new Hairline(Qt::Horizontal, this));
    auto *row = new QHBoxLayout;
    row->setSpacing(scaled(8));
    m_modes->addPart({}, modeTitle(AssignmentMode::Preferred));
    m_modes->addPart({}, modeTitle(AssignmentMode::Strict));
    m_meaning->setWraps(true);
    row->addWidget(m_modes);
    row->addWidget(m_meaning, 1);
    column->addLayout(row);
    m_field->installEventFilter(this);
    m_modes->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_choices->setFilter(text);
        showMatches();
    });
    connect(m_list, &QAbstractItemView::clicked, this, &NodePicker::choose);
    connect(m_modes, &SegmentedControl::currentChanged, this, &NodePicker::explain);
    explain();
}

void NodePicker::open(const QRect &anchor, const NodeId &node, AssignmentMode mode)
{
    m_field->clear();
    m_modes->setCurrent(mode == AssignmentMode::Strict ? 1 : 0);
    const int rows = std::clamp(m_choices->rowCount(), 2, kRowsShown);
    m_list->setFixedHeight(rows * scaled(kRow));
    setFixedWidth(scaled(kWide));
    showMatches();
    place(anchor);
    show();
    m_field->setFocus(Qt::PopupFocusReason);
    const int current = std::max(0, m_choices->rowOf(node));
    m_list->setCurrentIndex(m_choices->index(current, 0));
    m_list->scrollTo(m_list->currentIndex(), QAbstractItemView::PositionAtCenter);
}

void NodePicker::place(const QRect &anchor)
{
    layout()->activate();
    const int high = sizeHint().height();
    QRect room = parentWidget()->window()->geometry();
    if (const QScreen *screen = parentWidget()->screen())
        room = screen->availableGeometry();
    const bool isBelow = anchor.bottom() + high + 4 <= room.bottom() || anchor.top() - high - 4 < room.top();
    const int x = std::clamp(anchor.x(), room.left(), std::max(room.left(), room.right() - width()));
    setGeometry(x, isBelow ? anchor.bottom() + 4 : anchor.top() - high - 4, width(), high);
}

//! Of a filter that nothing matches it is said, where the nodes were.
void NodePicker::showMatches()
{
    m_none->setVisible(m_choices->rowCount() == 0);
    moveBy(0);
}

void NodePicker::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    cutCorners();
}

//! Not all desktops have a compositor: the corners are cut out of the window, instead of being left clear in it.
void NodePicker::cutCorners()
{
    QBitmap shape(size());
    shape.fill(Qt::color0);
    QPainter painter(&shape);
    painter.setBrush(Qt::color1);
    painter.setPen(Qt::color1);
    painter.drawRoundedRect(rect().adjusted(0, 0, -1, -1), scaled(10), scaled(10));
    painter.end();
    setMask(shape);
}

AssignmentMode NodePicker::mode() const
{
    return m_modes->current() == 1 ? AssignmentMode::Strict : AssignmentMode::Preferred;
}

void NodePicker::explain()
{
    m_meaning->setText(modeMeaning(mode()));
}

void NodePicker::moveBy(int rows)
{
    const int last = m_choices->rowCount() - 1;
    if (last < 0)
        return;
    const int row = std::clamp(m_list->currentIndex().row() + rows, 0, last);
    m_list->setCurrentIndex(m_choices->index(row, 0));
}

void NodePicker::choose()
{
    const int row = m_list->currentIndex().row();
    if (row < 0)
        return;
    const Candidate *candidate = m_choices->at(row);
    const NodeId node = candidate ? candidate->node : NodeId();
    hide();
    Q_EMIT chosen(node, mode());
}

bool NodePicker::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        choose();
        return true;
    }
    if (watched != m_field)
        return QFrame::eventFilter(watched, event);
    switch (key) {
    case Qt::Key_Down:
        moveBy(1);
        return true;
    case Qt::Key_Up:
        moveBy(-1);
        return true;
    case Qt::Key_PageDown:
        moveBy(kRowsShown);
        return true;
    case Qt::Key_PageUp:
        moveBy(-kRowsShown);
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

void NodePicker::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintPanel(&painter, rect(), scaled(10), tokens().raised, tokens().border);
}

} // namespace muster
