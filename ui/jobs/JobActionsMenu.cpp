// SPDX-License-Identifier: Apache-2.0
// The menu of jobs, and what it copies.
#include "ui/jobs/BatchText.h"
#include "ui/jobs/JobActions.h"
#include "ui/kit/Icons.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Toast.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>

namespace muster {

using namespace Qt::StringLiterals;

void JobActions::copy(const QString &text, const QString &said)
{
    QApplication::clipboard()->setText(text);
    m_toast->say(said);
}

void JobActions::fillMenu(QMenu *menu, const QList<Job> &jobs)
{
    if (jobs.isEmpty())
        return;
    menu->setToolTipsVisible(true);
    const bool isOne = jobs.size() == 1;
    const auto add = [menu](QLatin1StringView icon, const QString &text, const QKeySequence &key, const QString &reason) {
        QAction *action = menu->addAction(themedIcon(icon), text);
        action->setShortcut(key);
        action->setShortcutVisibleInContextMenu(true);
        action->setEnabled(reason.isEmpty());
        action->setToolTip(plainToolTip(reason));
        return action;
    };
    if (isOne) {
        connect(add("sidebar"_L1, tr("Open"), Qt::Key_Return, {}), &QAction::triggered, this,
                [this, id = jobs.first().id] { Q_EMIT openRequested(id); });
    }
    connect(add("restart"_L1, isOne ? tr("Retry") : tr("Retry %1 jobs…").arg(jobs.size()), Qt::Key_R, refusal(JobVerb::Retry, jobs)),
            &QAction::triggered, this, [this, jobs] { retry(jobs); });
    if (isOne) {
        connect(add("plus"_L1, tr("Submit one like it…"), {}, refusal()), &QAction::triggered, this,
                [this, job = jobs.first()] { submit(job); });
    }
    connect(add("copy"_L1, isOne ? tr("Copy job id") : tr("Copy %1 job ids").arg(jobs.size()), {}, {}), &QAction::triggered, this,
            [this, jobs] { copy(jobIdLines(jobs), jobs.size() == 1 ? tr("Copied %1").arg(jobs.first().id.text())
                                                                   : tr("Copied %1 ids").arg(jobs.size())); });
    menu->addSeparator();
    connect(add("stop"_L1, isOne ? tr("Cancel job…") : tr("Cancel %1 jobs…").arg(jobs.size()), Qt::Key_X, refusal(JobVerb::Cancel, jobs)),
            &QAction::triggered, this, [this, jobs] { cancel(jobs); });
    connect(add("trash"_L1, isOne ? tr("Discard…") : tr("Discard %1 jobs…").arg(jobs.size()), QKeySequence::Delete,
                refusal(JobVerb::Discard, jobs)),
            &QAction::triggered, this, [this, jobs] { discard(jobs); });
    if (const QString reason = refusal(); !reason.isEmpty())
        menu->addAction(reason)->setEnabled(false);
}

} // namespace muster
