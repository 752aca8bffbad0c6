// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/ReviewBlock.h"

#include "ui/assignments/EntityWords.h"
#include "ui/assignments/PinDiff.h"
#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Note.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Theme.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

ReviewBlock::ReviewBlock(const EntitiesModel &entities, const StagedPin &pin, const PlacementWorld &world,
                         const EntityWork *work, Timestamp now, QWidget *parent)
    : QWidget(parent), m_rows(new QVBoxLayout(this))
{
    m_rows->setContentsMargins(0, scaled(12), 0, scaled(12));
    m_rows->setSpacing(scaled(4));
    const EntityState *state = entities.find(pin.entity);
    if (!state)
        return; // Gone; the stage hears of it in a moment.
    addHead(*state, pin);
    m_rows->addWidget(new PinDiff(pinText(entities, state->assignment), pinText(entities, pin.node, pin.mode), this));
    m_rows->addSpacing(scaled(2));
    const PinOutlook outlook = pinOutlook(*state, pin.node, pin.mode, world);
    for (const EntityLine &line : outlookLines(entities, outlook, pin.node))
        addLine(line);
    if (work)
        addWork(entities, *state, *work, !outlook.placement.waiting);
    if (pin.isConflict)
        addConflict(entities, *state, pin, now);
    else if (pin.progress == StagedPin::Progress::Sending)
        addLine({"hourglass"_L1, tokens().accent, tr("Sending…")});
    else if (pin.error) {
        auto *error = new InlineError(this);
        error->show(*pin.error);
        m_rows->addWidget(error);
    }
}

void ReviewBlock::addHead(const EntityState &state, const StagedPin &pin)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(scaled(8));
    auto *icon = new IconLabel(kindIcon(state.entity.ref.kind), 16, &Tokens::text2, this);
    icon->setToolTip(plainToolTip(kindTitle(state.entity.ref.kind)));
    row->addWidget(icon);
    row->addWidget(new PlainLabel(state.entity.name(), Type::Heading, &Tokens::text, this), 1);
    auto *unstage = new Button(tr("Unstage"), ButtonKind::Quiet, this);
    unstage->setAccessibleName(tr("Unstage %1").arg(state.entity.name()));
    unstage->setEnabled(pin.progress != StagedPin::Progress::Sending);
    connect(unstage, &QPushButton::clicked, this, [this, entity = pin.entity] { Q_EMIT unstageRequested(entity); });
    row->addWidget(unstage);
    m_rows->addLayout(row);
}

void ReviewBlock::addLine(const EntityLine &line)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(scaled(8));
    auto *icon = new QLabel(this);
    icon->setFixedSize(scaled(16), scaled(20));
    icon->setPixmap(iconPixmap(line.icon, scaled(16), line.color, devicePixelRatioF()));
    row->addWidget(icon, 0, Qt::AlignTop);
    auto *words = new PlainLabel(line.text, Type::Small, &Tokens::text2, this);
    words->setWraps(true);
    words->setMinimumHeight(scaled(20));
    row->addWidget(words, 1);
    m_rows->addLayout(row);
}

void ReviewBlock::addWork(const EntitiesModel &entities, const EntityState &state, const EntityWork &work, bool startsAtOnce)
{
    const QString node = entities.nodeName(state.placement.node);
    if (work.running.size() == 1)
        addLine({"play"_L1, tokens().text2, tr("Running job %1 finishes on %2 first.").arg(work.running.first().left(12), node)});
    else if (work.running.size() > 1)
        addLine({"play"_L1, tokens().text2, tr("%1 running jobs finish on %2 first.").arg(work.running.size()).arg(node)});
    if (work.waiting == 0)
        return;
    const QString number = work.isMore ? tr("More than %1").arg(countText(work.waiting)) : countText(work.waiting);
    const QString text = startsAtOnce ? (work.waiting == 1 ? tr("1 queued job can start at once.") : tr("%1 queued jobs can start at once.").arg(number))
                                      : (work.waiting == 1 ? tr("1 queued job waits with it.") : tr("%1 queued jobs wait with it.").arg(number));
    addLine({"queues"_L1, tokens().text2, text});
}

void ReviewBlock::addConflict(const EntitiesModel &entities, const EntityState &state, const StagedPin &pin, Timestamp now)
{
    QString text = tr("It is %1 now.").arg(pinText(entities, state.assignment));
    if (state.assignment) {
        const Assignment &theirs = *state.assignment;
        const QString who = theirs.updatedBy.isEmpty() ? tr("Somebody") : theirs.updatedBy;
        text = tr("%1 pinned %2 to %3, %4 ago.")
                   .arg(who, state.entity.name(), pinText(entities, state.assignment),
                        shortAge(std::max(milliseconds(0), now - theirs.updatedAt)));
    } else if (pin.seen) {
        text = tr("Somebody cleared the pin: %1 follows the default node.").arg(state.entity.name());
    }
    auto *note = new Note(NodeStatus::Degraded, tr("Changed meanwhile"), text, this);
    auto *choice = new QWidget(note);
    auto *row = new QHBoxLayout(choice);
    row->setContentsMargins(0, scaled(6), 0, scaled(2));
    row->setSpacing(scaled(8));
    auto *theirs = new Button(tr("Keep theirs"), ButtonKind::Secondary, choice);
    theirs->setObjectName(kFirstChoice);
    auto *mine = new Button(tr("Use mine"), ButtonKind::Secondary, choice);
    theirs->setAccessibleName(tr("Keep theirs: %1").arg(pinText(entities, state.assignment)));
    mine->setAccessibleName(tr("Use mine: %1").arg(pinText(entities, pin.node, pin.mode)));
    connect(theirs, &QPushButton::clicked, this, [this, entity = pin.entity] { Q_EMIT unstageRequested(entity); });
    connect(mine, &QPushButton::clicked, this, [this, entity = pin.entity] { Q_EMIT useMineRequested(entity); });
    row->addWidget(theirs);
    row->addWidget(mine);
    row->addStretch(1);
    note->layout()->addWidget(choice);
    m_rows->addSpacing(scaled(4));
    m_rows->addWidget(note);
}

} // namespace muster
