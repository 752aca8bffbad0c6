// SPDX-License-Identifier: Apache-2.0
#pragma once
// The window's frame: header, ribbon, notices, sidebar, page, drawer, status bar, menus and lists. It knows no cluster: what to
// show comes from outside, what a person wants goes out as actions and signals.

#include "ui/shell/ChooserModel.h"
#include "ui/shell/ShellActions.h"

#include <QMainWindow>

#include <functional>

namespace muster {

class Chooser;
class DetailDrawer;
class Header;
class LinkRibbon;
class NoticeBanner;
class Sidebar;
class Stage;
class StatusBar;
class Theme;
class Toast;

//! 1440 × 900 unless restored, at least 860 × 560. GUI thread.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    //! \a theme must outlive the window.
    explicit MainWindow(Theme &theme);
    ~MainWindow() override;
    Q_DISABLE_COPY_MOVE(MainWindow)

    ShellActions *actions() const { return m_actions; }
    Header *header() const { return m_header; }
    LinkRibbon *ribbon() const { return m_ribbon; }
    NoticeBanner *notices() const { return m_notices; }
    Sidebar *sidebar() const;
    DetailDrawer *drawer() const;
    Stage *stage() const { return m_stage; }
    StatusBar *status() const { return m_status; }
    Toast *toast();

    //! Shows \a page, owned from then on; the one before is deleted. First-run has no sidebar.
    enum class Places { Shown, Hidden };
    void showPage(QWidget *page, Places places);
    //! The cluster this window shows: stripe, switcher and window title.
    void setFace(const ClusterFace &face);
    //! What Esc does, tried in order until one says it did something; the drawer is closed before them.
    void setEscapeSteps(const QList<std::function<bool()>> &steps) { m_escapeSteps = steps; }
    //! Where the cluster list gets its rows when it opens.
    void setClusterRows(const std::function<QList<ChooserRow>()> &rows) { m_clusterRows = rows; }
    //! Where the palette gets its places (nodes, clusters) when it opens; the verbs are added from the registry.
    void setPlaceRows(const std::function<QList<ChooserRow>()> &rows) { m_placeRows = rows; }
    //! The lists, made when first needed.
    Chooser *clusterList();
    Chooser *palette();
    //! Opens the lists under their places in the header.
    void openClusterList();
    void openPalette();

Q_SIGNALS:
    //! A row of the cluster list, or a place of the palette, was chosen.
    void placeChosen(const QString &id);
    //! A person chose another theme ("light", "dark" or "system").
    void themeChosen(const QString &word);
    //! The sidebar was made wide or narrow.
    void sidebarCollapsed(bool collapsed);
    //! The window is about to close; the last moment to remember things.
    void closing();

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    void buildFrame();
    void connectFrame();
    void connectActions();
    void on(ShellAction which, const std::function<void()> &verb);
    void escape();
    void chooseTheme(const QString &word);
    void tickThemes();
    void showMenuBar(bool shown);
    QList<ChooserRow> paletteRows() const;
    void chooseInPalette(const QString &id);

    Theme &m_theme;
    ShellActions *m_actions;
    Header *m_header = nullptr;
    LinkRibbon *m_ribbon = nullptr;
    NoticeBanner *m_notices = nullptr;
    Stage *m_stage = nullptr;
    StatusBar *m_status = nullptr;
    QWidget *m_scrim = nullptr;
    Toast *m_toast = nullptr;
    Chooser *m_clusterList = nullptr;
    Chooser *m_palette = nullptr;
    QList<std::function<bool()>> m_escapeSteps;
    std::function<QList<ChooserRow>()> m_clusterRows;
    std::function<QList<ChooserRow>()> m_placeRows;
};

} // namespace muster
