// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/ShellActions.h"

#include "ui/kit/Icons.h"
#include "ui/kit/PlainLabel.h"

#include <QMenu>
#include <QMenuBar>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr const char *kRefusal = "musterRefusal";

} // namespace

ShellActions::ShellActions(QWidget *window) : QObject(window), m_window(window)
{
    addGo();
    addCluster();
    addView();
    addHelp();
}

QAction *ShellActions::add(ShellAction which, ActionGroup group, const QString &text, const QStringList &keys,
                           QLatin1StringView icon)
{
    auto *action = new QAction(text, this);
    QList<QKeySequence> sequences;
    for (const QString &key : keys)
        sequences.append(QKeySequence(key, QKeySequence::PortableText));
    action->setShortcuts(sequences);
    action->setShortcutContext(Qt::WindowShortcut);
    action->setMenuRole(QAction::NoRole);
    action->setObjectName(u"shellAction%1"_s.arg(static_cast<int>(which)));
    if (!icon.isEmpty())
        action->setIcon(themedIcon(icon));
    m_window->addAction(action);
    m_actions.insert(which, action);
    m_groups[group].append(action);
    return action;
}

void ShellActions::addGo()
{
    add(ShellAction::OpenPalette, ActionGroup::Go, tr("Search or run a command…"), {u"Ctrl+K"_s}, "search"_L1);
    add(ShellAction::GoNodes, ActionGroup::Go, tr("Nodes"), {u"G, N"_s, u"Ctrl+1"_s}, "nodes"_L1);
    add(ShellAction::GoAssignments, ActionGroup::Go, tr("Assignments"), {u"G, A"_s, u"Ctrl+2"_s}, "assignments"_L1);
    add(ShellAction::GoQueues, ActionGroup::Go, tr("Queues"), {u"G, Q"_s, u"Ctrl+3"_s}, "queues"_L1);
    add(ShellAction::GoJobs, ActionGroup::Go, tr("Jobs"), {u"G, J"_s, u"Ctrl+4"_s}, "jobs"_L1);
    add(ShellAction::GoEvents, ActionGroup::Go, tr("Events"), {u"G, E"_s, u"Ctrl+5"_s}, "events"_L1);
    add(ShellAction::GoAudit, ActionGroup::Go, tr("Audit"), {u"G, U"_s, u"Ctrl+6"_s}, "audit"_L1);
    add(ShellAction::SwitchCluster, ActionGroup::Go, tr("Switch cluster…"), {u"Ctrl+Shift+K"_s}, "globe"_L1);
}

void ShellActions::addCluster()
{
    const ActionGroup group = ActionGroup::Cluster;
    add(ShellAction::Connect, group, tr("Connect to a cluster…"), {u"Ctrl+N"_s}, "connect"_L1);
    add(ShellAction::OpenLocal, group, tr("This machine"), {u"Ctrl+Shift+M"_s}, "this-machine"_L1);
    add(ShellAction::OpenDemo, group, tr("Demo"), {u"Ctrl+Shift+D"_s}, "demo"_L1);
    add(ShellAction::AddWorker, group, tr("Add worker…"), {u"A"_s, u"Ctrl+Shift+N"_s}, "plus"_L1);
    add(ShellAction::AccessTokens, group, tr("Access tokens…"), {u"Ctrl+Shift+T"_s}, "key"_L1);
    add(ShellAction::RetryLink, group, tr("Retry now"), {u"Ctrl+R"_s}, "restart"_L1);
    add(ShellAction::Resync, group, tr("Read everything again"), {u"F5"_s}, "resync"_L1);
    add(ShellAction::ImportClusters, group, tr("Import clusters…"), {}, "import"_L1);
    add(ShellAction::ExportClusters, group, tr("Export clusters…"), {}, "download"_L1);
    add(ShellAction::ForgetCluster, group, tr("Forget this cluster…"), {}, "trash"_L1);
    QAction *quit = add(ShellAction::Quit, group, tr("Quit"), {u"Ctrl+Q"_s}, {});
    quit->setMenuRole(QAction::QuitRole);
}

void ShellActions::addView()
{
    const ActionGroup group = ActionGroup::View;
    add(ShellAction::CloseOrClear, group, tr("Close the drawer, then clear filter and selection"), {u"Esc"_s}, {});
    add(ShellAction::ToggleSidebar, group, tr("Wide or narrow sidebar"), {u"Ctrl+B"_s}, "sidebar"_L1);
    add(ShellAction::WiderDrawer, group, tr("Wider drawer"), {u"Ctrl+Alt+Left"_s}, {});
    add(ShellAction::NarrowerDrawer, group, tr("Narrower drawer"), {u"Ctrl+Alt+Right"_s}, {});
    add(ShellAction::ToggleTheme, group, tr("Light or dark theme"), {u"Ctrl+Shift+L"_s}, "theme"_L1);
    add(ShellAction::SystemTheme, group, tr("Theme of the desktop"), {}, {});
    add(ShellAction::LightTheme, group, tr("Light theme"), {}, "sun"_L1);
    add(ShellAction::DarkTheme, group, tr("Dark theme"), {}, "moon"_L1);
    for (const ShellAction which : {ShellAction::SystemTheme, ShellAction::LightTheme, ShellAction::DarkTheme})
        action(which)->setCheckable(true);
    QAction *menu = add(ShellAction::ShowMenuBar, group, tr("Menu bar"), {u"F10"_s}, "menu"_L1);
    menu->setCheckable(true);
}

void ShellActions::addHelp()
{
    add(ShellAction::ShowKeys, ActionGroup::Help, tr("What works here"), {u"?"_s, u"F1"_s}, "help"_L1);
    QAction *about = add(ShellAction::About, ActionGroup::Help, tr("About Muster"), {}, "info"_L1);
    about->setMenuRole(QAction::AboutRole);
}

void ShellActions::adopt(ActionGroup group, QAction *action)
{
    m_groups[group].append(action);
    connect(action, &QObject::destroyed, this, [this, group, action] {
        m_groups[group].removeAll(action);
        Q_EMIT changed();
    });
    Q_EMIT changed();
}

void ShellActions::note(ActionGroup group, const QString &text, const QStringList &keys)
{
    m_notes.append({.group = group, .text = text, .keys = keys, .action = nullptr});
}

QList<QAction *> ShellActions::inGroup(ActionGroup group) const
{
    return m_groups.value(group);
}

QList<ActionGroup> ShellActions::groups() const
{
    return {ActionGroup::Go, ActionGroup::Cluster, ActionGroup::Nodes, ActionGroup::Work, ActionGroup::View, ActionGroup::Help};
}

QString ShellActions::titleOf(ActionGroup group)
{
    switch (group) {
    case ActionGroup::Go:
        return tr("Go");
    case ActionGroup::Cluster:
        return tr("Cluster");
    case ActionGroup::Nodes:
        return tr("Nodes");
    case ActionGroup::Work:
        return tr("Work");
    case ActionGroup::View:
        return tr("View");
    case ActionGroup::Help:
        return tr("Help");
    }
    return {};
}

QList<KeyRow> ShellActions::rows() const
{
    QList<KeyRow> rows;
    for (const ActionGroup group : groups()) {
        for (QAction *action : inGroup(group)) {
            KeyRow row{.group = group, .text = plainText(action), .keys = {}, .action = action};
            const QList<QKeySequence> sequences = action->shortcuts();
            for (const QKeySequence &sequence : sequences)
                row.keys.append(sequence.toString(QKeySequence::NativeText));
            rows.append(row);
        }
        for (const KeyRow &note : m_notes) {
            if (note.group == group)
                rows.append(note);
        }
    }
    return rows;
}

void ShellActions::fill(QMenuBar *bar) const
{
    for (const ActionGroup group : groups()) {
        QMenu *menu = bar->addMenu(titleOf(group));
        menu->setToolTipsVisible(true);
        const auto refill = [this, menu, group] {
            menu->clear();
            menu->addActions(inGroup(group));
            menu->menuAction()->setVisible(!menu->isEmpty());
        };
        refill();
        connect(this, &ShellActions::changed, menu, refill);
    }
}

void ShellActions::setRefusal(QAction *action, const QString &reason)
{
    action->setProperty(kRefusal, reason);
    action->setEnabled(reason.isEmpty());
    // An empty tooltip falls back to the text.
    action->setToolTip(reason.isEmpty() ? QString() : plainToolTip(reason));
}

QString ShellActions::refusalOf(const QAction *action)
{
    return action->property(kRefusal).toString();
}

QString ShellActions::plainText(const QAction *action)
{
    QString text = action->text();
    text.remove(QLatin1Char('&'));
    while (text.endsWith(QChar(0x2026)))
        text.chop(1);
    return text;
}

} // namespace muster
