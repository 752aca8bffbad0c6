// SPDX-License-Identifier: Apache-2.0
#pragma once
// Brings the window back as it was left: where it stood, and for each cluster what was open.

#include "core/settings/Settings.h"

#include <QJsonObject>
#include <QList>
#include <QRect>

namespace muster {

class MainWindow;

//! What was open on one cluster.
struct RememberedView {
    QString page = QStringLiteral("nodes"); //!< Word of the section.
    QString node;                           //!< Id of the node in the drawer; empty when it was closed.
    int drawerWidth = 360;                  //!< px at scale 1.
    QJsonObject pageState;                  //!< The page's own: view, filters, sort.

    bool operator==(const RememberedView &) const = default;
};

QByteArray toBytes(const RememberedView &view);
//! Anything wrong becomes the default of that part.
RememberedView rememberedViewOf(const QByteArray &bytes);

//! \a window moved and shrunk until it lies inside the screen it overlaps most (the first one when it overlaps none),
//! never below \a least. Without screens: unchanged.
QRect insideScreens(const QRect &window, const QList<QRect> &screens, QSize least);

//! Reads and writes through Settings. GUI thread.
class SessionRestore
{
public:
    explicit SessionRestore(Settings &settings) : m_settings(settings) {}

    void saveWindow(const MainWindow &window);
    void restoreWindow(MainWindow *window) const;
    void saveView(const QString &cluster, const RememberedView &view);
    RememberedView view(const QString &cluster) const;

private:
    Settings &m_settings;
};

} // namespace muster
