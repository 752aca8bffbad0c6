// SPDX-License-Identifier: Apache-2.0
#pragma once
// A LogView in a window over a cluster with one log.

#include "tests/support/LogCluster.h"
#include "tests/support/ManualClock.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/Theme.h"
#include "ui/logs/LogText.h"
#include "ui/logs/LogView.h"

#include <QLabel>
#include <QTest>

namespace muster {

//! Live, with no source yet.
struct LogDesk {
    Theme theme;
    ManualClock clock;
    LogCluster *cluster = nullptr; //!< Owned by the session.
    std::unique_ptr<ClusterSession> session;
    std::unique_ptr<LogView> view;

    LogDesk()
    {
        theme.setChoice(Theme::Choice::Light);
        auto owned = std::make_unique<LogCluster>();
        cluster = owned.get();
        session = std::make_unique<ClusterSession>(std::move(owned), clock);
        view = std::make_unique<LogView>(session.get());
        view->resize(640, 400);
        view->show();
        session->start();
    }
    Q_DISABLE_COPY_MOVE(LogDesk)

    static LogSource source() { return {.entity = EntityRef{.kind = EntityKind::Agent, .id = EntityId(QStringLiteral("hello"))}}; }
    //! Follows the log, with \a lines in it, and gives it the keyboard.
    bool go(quint64 lines)
    {
        cluster->keep(1, lines);
        view->follow(source());
        view->focusLines();
        return QTest::qWaitFor([this] { return cluster->isFollowed(); });
    }
    //! All words of what stands where lines would be.
    QString emptyText() const
    {
        QStringList words;
        for (const QLabel *label : view->findChild<EmptyState *>()->findChildren<QLabel *>())
            words += label->text();
        return words.join(QLatin1Char(' '));
    }
};

} // namespace muster
