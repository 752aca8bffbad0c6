// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/RemoveEntityDialog.h"

#include "ui/assignments/EntityWords.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kNamed = 8; // Names that are listed; more would hide the buttons.

QString titleOf(const QList<EntityState> &gone)
{
    return gone.size() == 1 ? RemoveEntityDialog::tr("Remove %1").arg(gone.first().entity.name())
                            : RemoveEntityDialog::tr("Remove %1 entities").arg(gone.size());
}

QString namesOf(const QList<EntityState> &gone)
{
    QStringList names;
    for (const EntityState &state : gone.mid(0, kNamed))
        names.append(state.entity.name());
    QString text = names.join(u", "_s);
    if (gone.size() > kNamed)
        text += RemoveEntityDialog::tr(" and %1 more").arg(gone.size() - kNamed);
    return text;
}

} // namespace

RemoveEntityDialog::RemoveEntityDialog(const EntitiesModel &entities, const QList<EntityState> &gone, QWidget *parent)
    : QuestionDialog(titleOf(gone), "trash"_L1, ButtonKind::Danger, parent)
{
    const EntityState &first = gone.first();
    int pinned = 0;
    int residents = 0;
    int secrets = 0;
    for (const EntityState &state : gone) {
        pinned += state.assignment.has_value();
        residents += state.entity.isResident && !state.placement.waiting;
        secrets += static_cast<int>(state.entity.secrets.size());
    }
    if (gone.size() > 1)
        name(namesOf(gone));
    else
        name(u"%1, %2"_s.arg(first.entity.ref.text(), kindTitle(first.entity.ref.kind)));
    QStringList parts;
    if (pinned > 0)
        parts.append(gone.size() == 1 ? tr("its pin to %1").arg(pinText(entities, first.assignment)) : tr("%1 pins").arg(pinned));
    if (secrets > 0)
        parts.append(secrets == 1 ? tr("1 secret") : tr("%1 secrets").arg(secrets));
    parts.append(tr("all jobs that are not over, which are cancelled"));
    say(tr("With it goes: %1. This cannot be undone.").arg(parts.join(u"; "_s)));
    if (residents > 0) {
        warn(NodeStatus::Degraded, residents == 1 ? tr("It runs all the time.") : tr("%1 of them run all the time.").arg(residents),
             residents == 1 ? tr("Its process is stopped.") : tr("Their processes are stopped."));
    }
}

} // namespace muster
