// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/KeySheet.h"

#include "ui/kit/KeyHint.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/shell/ShellActions.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace muster {

namespace {

constexpr int kWidth = 860;
constexpr int kLineHeight = 26;
constexpr int kAround = 184; // Title, footer and a margin of the window.
constexpr int kRoomLeast = 200;

} // namespace

KeySheet::KeySheet(const ShellActions &actions, QWidget *parent) : Sheet(tr("What works here"), kWidth, parent)
{
    const QList<KeyRow> rows = actions.rows();
    // Two columns, broken between groups where both are about as long.
    QList<KeyRow> left;
    QList<KeyRow> right;
    for (const ActionGroup group : actions.groups()) {
        QList<KeyRow> *side = left.size() < rows.size() / 2 && right.isEmpty() ? &left : &right;
        for (const KeyRow &row : rows) {
            if (row.group == group)
                side->append(row);
        }
    }
    auto *area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setAccessibleName(windowTitle());
    auto *table = new Panel(&Tokens::raised, area);
    auto *columns = new QHBoxLayout(table);
    columns->setContentsMargins(0, 0, scaled(12), 0);
    columns->setSpacing(scaled(32));
    columns->addWidget(column(left), 1, Qt::AlignTop);
    columns->addWidget(column(right), 1, Qt::AlignTop);
    area->setWidget(table);
    // The window may be smaller than the list: the rest is scrolled to.
    const int room = (parent ? parent->window()->height() : scaled(kWidth)) - scaled(kAround);
    area->setFixedHeight(std::min(table->heightForWidth(scaled(kWidth - 2 * 20)), std::max(room, scaled(kRoomLeast))));
    body()->addWidget(area);
    setFooterText(tr("Single letters act in lists, never while you type."));
    Button *close = addButton(tr("Close"), ButtonKind::Primary);
    area->setFocus(); // Arrows and pages scroll; Return closes.
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
}

QWidget *KeySheet::column(const QList<KeyRow> &rows)
{
    auto *made = new QWidget(this);
    auto *lines = new QVBoxLayout(made);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(0);
    std::optional<ActionGroup> group;
    for (const KeyRow &row : rows) {
        if (group != row.group) {
            if (group)
                lines->addSpacing(scaled(12));
            lines->addWidget(
                new PlainLabel(ShellActions::titleOf(row.group), Type::SmallStrong, &Tokens::text3, made));
            lines->addSpacing(scaled(2));
            group = row.group;
        }
        lines->addWidget(line(row));
    }
    return made;
}

QWidget *KeySheet::line(const KeyRow &row)
{
    auto *made = new QWidget(this);
    made->setMinimumHeight(scaled(kLineHeight));
    auto *parts = new QHBoxLayout(made);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(scaled(6));
    const bool isOff = row.action && !row.action->isEnabled();
    auto *text = new PlainLabel(row.text, Type::Body, isOff ? &Tokens::text3 : &Tokens::text, made);
    text->setWraps(true);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    text->setSizePolicy(policy);
    if (isOff)
        text->setToolTip(plainToolTip(ShellActions::refusalOf(row.action)));
    text->setAccessibleDescription(row.keys.join(QLatin1Char(' ')));
    parts->addWidget(text, 1);
    for (const QString &key : row.keys)
        parts->addWidget(new KeyHint(key, made));
    return made;
}

} // namespace muster
