// SPDX-License-Identifier: Apache-2.0
#pragma once
// The dialogs of the console, made when they are first needed; what a person decided goes out as signals.

#include "core/settings/ClusterBook.h"
#include "ui/clusters/ConnectDialog.h"

#include <QPointer>

namespace muster {

class AddWorkerDialog;
class ClusterView;
class MainWindow;
class TokensSheet;

//! GUI thread. Dialogs open over \a window and delete themselves.
class DesktopDialogs : public QObject
{
    Q_OBJECT

public:
    //! All must outlive it.
    DesktopDialogs(MainWindow &window, ClusterBook &book, Keyring &keyring, QObject *parent = nullptr);

    //! A new cluster, or signing in again to \a profile.
    ConnectDialog *connectTo(const std::optional<ClusterProfile> &profile = std::nullopt);
    //! Follows \a view until it is closed.
    AddWorkerDialog *addWorker(ClusterView &view);
    //! The keys of \a view's cluster; follows its link.
    TokensSheet *accessTokens(ClusterView &view);
    void importClusters();
    void exportClusters();
    //! Asks, then forgets the profile and its secret.
    void forget(const ClusterProfile &profile);
    void about();
    void showError(const QString &title, const Error &error);

Q_SIGNALS:
    void connectChosen(const muster::ConnectChoice &choice);
    //! \a id is forgotten by then.
    void forgotten(const QString &id);
    //! Some clusters came in.
    void imported(int count);

private:
    MainWindow &m_window;
    ClusterBook &m_book;
    Keyring &m_keyring;
};

//! Dialects that are found over a network: all but those that speak with nobody.
QList<const Dialect *> networkDialects();

} // namespace muster
