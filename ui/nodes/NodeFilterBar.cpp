// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeFilterBar.h"

#include "ui/kit/Button.h"
#include "ui/kit/Chip.h"
#include "ui/kit/Field.h"
#include "ui/kit/StatusText.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeColumns.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>

namespace muster {

using namespace Qt::StringLiterals;

ChangesPill::ChangesPill(QWidget *parent) : Pill(parent)
{
    setToolTip(tr("Put the nodes in order again"));
    setCount(0);
}

void ChangesPill::setCount(int count)
{
    setText(count == 1 ? tr("1 change") : tr("%1 changes").arg(count));
    setAccessibleName(tr("%1 wait, show them").arg(text()));
    setVisible(count > 0);
    updateGeometry();
}

NodeFilterBar::NodeFilterBar(NodeFilterModel *nodes, QMenu *viewMenu, QWidget *parent)
    : QWidget(parent), m_nodes(nodes), m_field(new Field(tr("Filter nodes"), this)), m_chips(new QHBoxLayout),
      m_changes(new ChangesPill(this)), m_sort(new Button("sort"_L1, {}, ButtonKind::Quiet, this)),
      m_sortMenu(new QMenu(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    m_field->setLeadingIcon("filter"_L1);
    m_field->setPlaceholderText(tr("Filter nodes"));
    m_field->setKeyHint(u"/"_s);
    m_field->setToolTip(tr("Words, or status: role: label: cap: name: version: agent:"));
    m_field->setMinimumWidth(scaled(160));
    m_field->setMaximumWidth(scaled(320));
    m_field->installEventFilter(this);
    layout->addWidget(m_field, 3);
    m_chips->setSpacing(scaled(6));
    layout->addLayout(m_chips);
    layout->addStretch(4);
    layout->addWidget(m_changes);
    auto *view = new Button(tr("View"), ButtonKind::Quiet, this);
    view->setOpensMenu(true);
    m_sort->setOpensMenu(true);
    layout->addWidget(m_sort);
    layout->addWidget(view);
    addSortActions();

    m_typing.setSingleShot(true);
    m_typing.setInterval(120); // Long enough for a word, too short to be felt.
    connect(&m_typing, &QTimer::timeout, this, &NodeFilterBar::applySearch);
    connect(m_field, &QLineEdit::textChanged, this, [this] { m_typing.start(); });
    connect(m_field, &QLineEdit::returnPressed, this, &NodeFilterBar::takeTyped);
    connect(m_changes, &QAbstractButton::clicked, m_nodes, &NodeFilterModel::applyPending);
    connect(m_nodes, &NodeFilterModel::pendingChanged, m_changes, &ChangesPill::setCount);
    connect(m_nodes, &NodeFilterModel::filterChanged, this, &NodeFilterBar::showChips);
    connect(m_nodes, &NodeFilterModel::layoutChanged, this, &NodeFilterBar::showSort);
    connect(m_sort, &QPushButton::clicked, this,
            [this] { m_sortMenu->popup(m_sort->mapToGlobal(QPoint(0, m_sort->height() + 2))); });
    connect(view, &QPushButton::clicked, this, [this, view, viewMenu] {
        viewMenu->popup(mapToGlobal(QPoint(view->geometry().right() - viewMenu->sizeHint().width(), height() + 2)));
    });
    showSort();
}

void NodeFilterBar::clearFilter()
{
    m_terms.clear();
    m_field->clear();
    m_typing.stop();
    m_nodes->setStatuses({});
    applySearch();
}

QString NodeFilterBar::filterText() const
{
    QStringList words;
    for (const NodeStatus status : kNodeStatuses) {
        if (m_nodes->statuses().contains(status) && status != NodeStatus::Drained)
            words += u"status:"_s + wordOf(status);
    }
    if (!m_nodes->search().isEmpty())
        words += m_nodes->search();
    return words.join(u' ');
}

void NodeFilterBar::setSearch(const QString &text)
{
    m_terms = text.split(u' ', Qt::SkipEmptyParts);
    m_field->clear();
    m_typing.stop();
    applySearch();
}

bool NodeFilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape && !m_field->text().isEmpty()) {
            m_field->clear();
            return true;
        }
        if (key->key() == Qt::Key_Backspace && m_field->text().isEmpty() && !m_terms.isEmpty()) {
            m_terms.removeLast();
            applySearch();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void NodeFilterBar::applySearch()
{
    const QString typed = m_field->text().simplified();
    m_nodes->setSearch((m_terms + QStringList(typed)).join(u' ').trimmed());
    showChips();
}

void NodeFilterBar::takeTyped()
{
    m_terms += m_field->text().split(u' ', Qt::SkipEmptyParts);
    m_terms.removeDuplicates();
    m_field->clear();
    m_typing.stop();
    applySearch();
}

void NodeFilterBar::showChips()
{
    while (const auto item = std::unique_ptr<QLayoutItem>(m_chips->takeAt(0))) {
        item->widget()->hide();
        item->widget()->deleteLater();
    }
    const auto add = [this](const QString &text, const std::function<void()> &remove) {
        auto *chip = new FilterChip(text, this);
        m_chips->addWidget(chip);
        connect(chip, &QAbstractButton::clicked, this, remove);
    };
    for (const NodeStatus status : kNodeStatuses) {
        if (m_nodes->statuses().contains(status) && status != NodeStatus::Drained)
            add(u"status:"_s + wordOf(status), [this] { m_nodes->setStatuses({}); });
    }
    for (const QString &term : std::as_const(m_terms)) {
        add(term, [this, term] {
            m_terms.removeAll(term);
            applySearch();
        });
    }
}

void NodeFilterBar::addSortActions()
{
    struct Order {
        int column;
        Qt::SortOrder order;
        QString text;
    };
    const QList<Order> orders{
        {NodesModel::StatusColumn, Qt::AscendingOrder, tr("Needs attention")},
        {NodesModel::NameColumn, Qt::AscendingOrder, tr("Name")},
        {NodesModel::LastBeatColumn, Qt::DescendingOrder, tr("Longest silent")},
        {NodesModel::CpuColumn, Qt::DescendingOrder, tr("Most CPU")},
        {NodesModel::MemoryColumn, Qt::DescendingOrder, tr("Most memory")},
        {NodesModel::AgentsColumn, Qt::DescendingOrder, tr("Most agents")},
        {NodesModel::VersionColumn, Qt::AscendingOrder, tr("Oldest version")},
    };
    for (const Order &order : orders) {
        QAction *action = m_sortMenu->addAction(order.text, m_nodes, [this, order] {
            m_nodes->sort(order.column, order.order);
            showSort();
        });
        action->setCheckable(true);
        action->setData(order.column * 2 + static_cast<int>(order.order));
    }
}

void NodeFilterBar::showSort()
{
    const int present = m_nodes->sortColumn() * 2 + static_cast<int>(m_nodes->sortOrder());
    QString text = nodeColumnTitle(static_cast<NodesModel::Column>(m_nodes->sortColumn()));
    const QList<QAction *> actions = m_sortMenu->actions();
    for (QAction *action : actions) {
        action->setChecked(action->data().toInt() == present);
        if (action->isChecked())
            text = action->text();
    }
    if (m_sort->text() == text)
        return;
    m_sort->setText(text);
    m_sort->setAccessibleName(tr("Order: %1").arg(text));
}

} // namespace muster
