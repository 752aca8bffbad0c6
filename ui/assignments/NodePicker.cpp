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

NodeChoices::NodeChoices(QObject *parent) : QAbstractListModel(parent) {}

void NodeChoices::setCandidates(const QList<Candidate> &candidates, const QString &usual,
                                std::function<NodeStatus(const NodeId &)> statusOf)
{
    m_candidates = candidates;
    m_usual = usual;
    m_statusOf = std::move(statusOf);
    setFilter({});
}

void NodeChoices::setFilter(const QString &text)
{
    beginResetModel();
    m_rows.clear();
    const QString wanted = text.trimmed();
    if (wanted.isEmpty() || tr("default").contains(wanted, Qt::CaseInsensitive))
        m_rows.append(-1);
    for (int i = 0; i < m_candidates.size(); ++i) {
        const Candidate &one = m_candidates.at(i);
        if (one.name.contains(wanted, Qt::CaseInsensitive) || one.reason.contains(wanted, Qt::CaseInsensitive))
            m_rows.append(i);
    }
    endResetModel();
}

int NodeChoices::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant NodeChoices::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Candidate *candidate = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return candidate ? candidate->name : tr("default");
    case Qt::ToolTipRole:
        return candidate ? candidate->reason : m_usual.isEmpty() ? tr("pinned nowhere") : tr("pinned nowhere: %1 takes it").arg(m_usual);
    case Qt::AccessibleTextRole:
        return candidate ? tr("%1, %2, %3").arg(candidate->name, statusWord(statusAt(index.row())), candidate->reason)
                         : tr("The default node, pinned nowhere");
    default:
        return {};
    }
}

const Candidate *NodeChoices::at(int row) const
{
    const int index = m_rows.value(row, -1);
    return index < 0 ? nullptr : &m_candidates.at(index);
}

NodeStatus NodeChoices::statusAt(int row) const
{
    const Candidate *candidate = at(row);
    return candidate && m_statusOf ? m_statusOf(candidate->node) : NodeStatus::Unknown;
}

int NodeChoices::rowOf(const NodeId &node) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        const Candidate *candidate = at(row);
        if (candidate ? candidate->node == node : node.isEmpty())
            return row;
    }
    return -1;
}

NodePicker::NodePicker(QWidget *parent)
    : QFrame(parent, Qt::Popup), m_choices(new NodeChoices(this)), m_field(new Field(tr("Find a node"), this)),
      m_list(new QListView(this)), m_modes(new SegmentedControl(tr("Mode"), this)),
      m_meaning(new PlainLabel(Type::Small, &Tokens::text3, this))
{
    setAccessibleName(tr("Pin to a node"));
    setAttribute(Qt::WA_TranslucentBackground);
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
        moveBy(0);
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
    layout()->activate();
    const int high = sizeHint().height();
    QRect room = parentWidget()->window()->geometry();
    if (const QScreen *screen = parentWidget()->screen())
        room = screen->availableGeometry();
    const bool isBelow = anchor.bottom() + high + 4 <= room.bottom() || anchor.top() - high - 4 < room.top();
    const int x = std::clamp(anchor.x(), room.left(), std::max(room.left(), room.right() - width()));
    setGeometry(x, isBelow ? anchor.bottom() + 4 : anchor.top() - high - 4, width(), high);
    show();
    m_field->setFocus(Qt::PopupFocusReason);
    const int current = std::max(0, m_choices->rowOf(node));
    m_list->setCurrentIndex(m_choices->index(current, 0));
    m_list->scrollTo(m_list->currentIndex(), QAbstractItemView::PositionAtCenter);
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
