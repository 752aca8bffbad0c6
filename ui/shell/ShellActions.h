// SPDX-License-Identifier: Apache-2.0
#pragma once
// The one registry of what the window can do: menus, keys, the key sheet and the palette are all made from it.

#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QList>
#include <QObject>

class QMenuBar;
class QWidget;

namespace muster {

//! A menu of the menu bar, and a group of the key sheet.
enum class ActionGroup { Go, Cluster, Nodes, Work, View, Help };

//! The actions of the frame. Those of a page are adopted, see ShellActions::adopt().
enum class ShellAction {
    OpenPalette,
    SwitchCluster,
    GoNodes,
    GoAssignments,
    GoQueues,
    GoJobs,
    GoEvents,
    GoAudit,
    Connect,
    OpenLocal,
    OpenDemo,
    ImportClusters,
    ExportClusters,
    AddWorker,
    AccessTokens,
    RetryLink,
    Resync,
    ForgetCluster,
    Quit,
    CloseOrClear,
    ToggleSidebar,
    WiderDrawer,
    NarrowerDrawer,
    ToggleTheme,
    SystemTheme,
    LightTheme,
    DarkTheme,
    ShowMenuBar,
    ShowKeys,
    About,
};

//! One line of the key sheet.
struct KeyRow {
    ActionGroup group = ActionGroup::Go;
    QString text;
    QStringList keys;    //!< In the platform's words; alternatives. May be empty for an action without a key.
    QAction *action = nullptr; //!< Null for keys that a list handles by itself.
};

//! Makes the frame's actions, keeps the pages' ones. Owned by the window; GUI thread.
class ShellActions : public QObject
{
    Q_OBJECT

public:
    //! \a window gets all actions, so that their keys work while the menu bar is hidden.
    explicit ShellActions(QWidget *window);

    QAction *action(ShellAction which) const { return m_actions.value(which); }
    //! Lists \a action, made by a page that keeps it, in \a group; forgotten when it dies. Its keys act where the page put it.
    void adopt(ActionGroup group, QAction *action);
    //! Lists keys that a widget handles by itself, e.g. arrows.
    void note(ActionGroup group, const QString &text, const QStringList &keys);

    //! All actions of \a group in order: the frame's, then the adopted ones.
    QList<QAction *> inGroup(ActionGroup group) const;
    QList<ActionGroup> groups() const;
    //! "Cluster".
    static QString titleOf(ActionGroup group);
    //! Everything for the key sheet, in order.
    QList<KeyRow> rows() const;
    //! Makes one menu a group; menus follow adopt().
    void fill(QMenuBar *bar) const;

    //! Turns \a action off with \a reason (tooltip, key sheet, palette), or on when \a reason is empty.
    static void setRefusal(QAction *action, const QString &reason);
    //! The reason given to setRefusal(), or empty.
    static QString refusalOf(const QAction *action);
    //! The text of \a action without mnemonics and dots.
    static QString plainText(const QAction *action);

Q_SIGNALS:
    //! An action was adopted or went.
    void changed();

private:
    QAction *add(ShellAction which, ActionGroup group, const QString &text, const QStringList &keys,
                 QLatin1StringView icon);
    void addGo();
    void addCluster();
    void addView();
    void addHelp();

    QWidget *m_window;
    QHash<ShellAction, QAction *> m_actions;
    QHash<ActionGroup, QList<QAction *>> m_groups;
    QList<KeyRow> m_notes;
};

} // namespace muster
