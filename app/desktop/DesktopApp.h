// SPDX-License-Identifier: Apache-2.0
#pragma once
// The console put together: settings, keychain, book, embedded node, window, and which cluster is open.

#include "app/desktop/ClusterView.h"
#include "app/desktop/DesktopDialogs.h"
#include "app/desktop/DesktopOptions.h"
#include "app/desktop/LocalCluster.h"
#include "core/settings/Settings.h"
#include "ui/kit/Theme.h"

namespace muster {

//! One window, one cluster at a time. GUI thread. Members are destroyed in reverse order: the view before the embedded
//! node, the node's farewell before the settings.
class DesktopApp : public QObject
{
    Q_OBJECT

public:
    explicit DesktopApp(const DesktopOptions &options, QObject *parent = nullptr);
    ~DesktopApp() override;
    Q_DISABLE_COPY_MOVE(DesktopApp)

    //! Opens what the options ask for and shows the window. What cannot be opened ends in startFailed() when it was
    //! asked for by name, else in the doors with a dialog that says why.
    void start();

    void openLocal();
    void openDemo();
    //! A cluster of the book.
    void openProfile(const ClusterProfile &profile);
    //! The doors.
    void showDoors();
    //! Shows \a cluster through \a session, in place of what was shown.
    void openView(const OpenCluster &cluster, std::unique_ptr<ClusterSession> session);
    //! Whether a cluster is shown or on its way.
    bool isOpeningOrOpen() const { return m_view || m_opening; }

    MainWindow &window() { return m_window; }
    Theme &theme() { return m_theme; }
    DesktopDialogs &dialogs() { return m_dialogs; }
    //! Null while the doors are shown or something is being opened.
    ClusterView *view() const { return m_view.get(); }

Q_SIGNALS:
    //! What was asked for on the command line cannot be opened; the program should end.
    void startFailed(const muster::Error &error);
    //! Another cluster is open, or none.
    void viewChanged();
    //! The first card of the first cluster was painted.
    void firstCardPainted();

private:
    void connectActions();
    void startAddress();
    void openRemembered();
    void openUrl(const OpenCluster &cluster, const Credentials &credentials);
    OpenCluster openClusterOf(const ClusterProfile &profile) const;
    void readDemo(const QUrl &url, const Result<ProbeReport> &report);
    //! Asks for the address and token of \a profile; the doors come when a person gives up.
    void askFor(const ClusterProfile &profile);
    void takeLocal(const Result<LocalNodeFacts> &facts);
    void closeView();
    void showWaiting(const ClusterFace &face);
    void fail(const QString &title, const Error &error);
    void takeChoice(const ConnectChoice &choice);
    void takePlace(const QString &id);
    QList<ChooserRow> clusterRows() const;
    std::unique_ptr<Cluster> guarded(std::unique_ptr<Cluster> client, bool isReadOnly) const;
    QUrl demoUrl() const;
    //! A tour leaves no traces.
    bool remembers() const { return m_options.tourFolder.isEmpty(); }

    const DesktopOptions m_options;
    const SystemClock m_clock;
    Settings m_settings;
    Keyring m_keyring;
    ClusterBook m_book;
    std::unique_ptr<LocalCluster> m_local; // Made when first opened; runs until the program ends.
    Theme m_theme;
    MainWindow m_window;
    DesktopDialogs m_dialogs;
    std::unique_ptr<ClusterView> m_view;
    QObject *m_opening = nullptr; // Context of what is being opened; deleting it drops the answer.
    bool m_isStarting = true;     // What fails now was asked for by name.
};

} // namespace muster
