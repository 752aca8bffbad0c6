// SPDX-License-Identifier: Apache-2.0
#pragma once
// A window with the demo in it, for tests that look at every page.

#include "app/desktop/ClusterView.h"
#include "app/desktop/DesktopDialogs.h"
#include "core/cluster/Dialect.h"
#include "core/settings/Settings.h"
#include "ui/kit/Theme.h"
#include "ui/kit/Toast.h"
#include "ui/shell/Chooser.h"
#include "ui/shell/DetailDrawer.h"

#include <QTemporaryDir>

namespace muster {

//! A window with the demo in it.
struct DemoWorld {
    DemoWorld()
    {
        const ClusterAddress address{.dialect = QStringLiteral("demo"), .url = QUrl(QStringLiteral("demo:?seed=7"))};
        const OpenCluster open{.face = {.kind = ClusterKind::Demo, .title = QStringLiteral("Demo"), .letters = {}, .colour = {}},
                               .scope = QStringLiteral("demo"), .isReadOnly = false, .profile = std::nullopt, .join = std::nullopt};
        view = std::make_unique<ClusterView>(
            window, settings, open,
            std::make_unique<ClusterSession>(dialectById(QStringLiteral("demo"))->client(address, {}), clock));
        view->setRemembers(false);
        window.setPlaceRows([this] { return view->placeRows(); });
        window.show();
    }

    QTemporaryDir folder;
    SystemClock clock;
    Theme theme;
    MainWindow window{theme};
    Settings settings{folder.path()};
    ClusterBook book{folder.path()};
    Keyring keyring;
    DesktopDialogs dialogs{window, book, keyring};
    std::unique_ptr<ClusterView> view;
};

//! The overlay that a widget is in, or null.
inline const QObject *layerOf(QWidget *widget)
{
    for (QWidget *one = widget; one; one = one->parentWidget()) {
        if (qobject_cast<DetailDrawer *>(one) || qobject_cast<Chooser *>(one) || qobject_cast<Toast *>(one))
            return one;
    }
    return nullptr;
}

} // namespace muster
