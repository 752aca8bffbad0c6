// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/SessionRestore.h"

#include "ui/shell/MainWindow.h"
#include "ui/shell/Sidebar.h"

#include <QGuiApplication>
#include <QJsonDocument>
#include <QScreen>

#include <algorithm>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr int kIdMost = 64;

int areaOf(const QRect &rect)
{
    return rect.isEmpty() ? 0 : rect.width() * rect.height();
}

QList<QRect> screenRects()
{
    QList<QRect> rects;
    for (const QScreen *screen : QGuiApplication::screens())
        rects.append(screen->availableGeometry());
    return rects;
}

} // namespace

QByteArray toBytes(const RememberedView &view)
{
    const QJsonObject json{{u"page"_s, view.page},
                           {u"node"_s, view.node},
                           {u"drawerWidth"_s, view.drawerWidth},
                           {u"state"_s, view.pageState}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

RememberedView rememberedViewOf(const QByteArray &bytes)
{
    const QJsonObject json = QJsonDocument::fromJson(bytes).object();
    RememberedView view;
    view.page = json.value("page"_L1).toString(view.page).left(kIdMost);
    view.node = json.value("node"_L1).toString().left(kIdMost);
    view.drawerWidth = std::clamp(json.value("drawerWidth"_L1).toInt(view.drawerWidth), 360, 560);
    view.pageState = json.value("state"_L1).toObject();
    return view;
}

QRect insideScreens(const QRect &window, const QList<QRect> &screens, QSize least)
{
    if (screens.isEmpty())
        return window;
    QRect screen = screens.constFirst();
    for (const QRect &one : screens) {
        if (areaOf(one.intersected(window)) > areaOf(screen.intersected(window)))
            screen = one;
    }
    const QSize size = window.size().boundedTo(screen.size()).expandedTo(least);
    const int x = std::clamp(window.x(), screen.left(), std::max(screen.left(), screen.right() + 1 - size.width()));
    const int y = std::clamp(window.y(), screen.top(), std::max(screen.top(), screen.bottom() + 1 - size.height()));
    return {QPoint(x, y), size};
}

void SessionRestore::saveWindow(const MainWindow &window)
{
    m_settings.set(setting::kWindowGeometry, window.saveGeometry());
    m_settings.set(setting::kSidebarCollapsed, window.sidebar()->isCollapsed());
}

void SessionRestore::restoreWindow(MainWindow *window) const
{
    const QByteArray geometry = m_settings.value(setting::kWindowGeometry);
    if (!geometry.isEmpty() && window->restoreGeometry(geometry) && !window->isMaximized() && !window->isFullScreen())
        window->setGeometry(insideScreens(window->geometry(), screenRects(), window->minimumSize()));
    window->sidebar()->setCollapsed(m_settings.value(setting::kSidebarCollapsed));
}

void SessionRestore::saveView(const QString &cluster, const RememberedView &view)
{
    m_settings.setView(cluster, toBytes(view));
}

RememberedView SessionRestore::view(const QString &cluster) const
{
    return rememberedViewOf(m_settings.view(cluster));
}

} // namespace muster
