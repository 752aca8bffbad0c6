// SPDX-License-Identifier: Apache-2.0
#pragma once
// An AuditLogPage over a cluster whose audit log a test writes.

#include "tests/support/AuditCluster.h"
#include "tests/support/ManualClock.h"
#include "ui/audit/AuditLogPage.h"
#include "ui/kit/Theme.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QTest>

namespace muster {

//! Neither started nor shown.
struct AuditDesk {
    Theme theme;
    ManualClock clock;
    AuditCluster *cluster = nullptr; //!< Owned by the session.
    std::unique_ptr<ClusterSession> session;
    std::unique_ptr<AuditLogPage> page;

    AuditDesk()
    {
        theme.setChoice(Theme::Choice::Light);
        auto owned = std::make_unique<AuditCluster>();
        cluster = owned.get();
        session = std::make_unique<ClusterSession>(std::move(owned), clock);
        page = std::make_unique<AuditLogPage>(session.get());
        new QAbstractItemModelTester(page->model(), page.get());
        page->resize(1232, 800);
    }
    Q_DISABLE_COPY_MOVE(AuditDesk)

    //! Cordons, the first and each third by kim, the others by anna.
    void write(int entries)
    {
        for (int i = 0; i < entries; ++i)
            cluster->write(i % 3 == 0 ? QStringLiteral("kim") : QStringLiteral("anna"), QStringLiteral("node.cordon"),
                           QStringLiteral("node/w%1").arg(i));
    }
    //! Writes and shows; false: the entries did not come.
    bool show(int entries)
    {
        write(entries);
        session->start();
        page->show();
        const bool isShown = QTest::qWaitForWindowExposed(page.get())
            && QTest::qWaitFor([this] { return page->model()->state() == AuditModel::State::Shown; });
        page->focusList();
        return isShown;
    }
    //! All labels that are seen in \a widget.
    static QString wordsOf(const QWidget *widget)
    {
        QStringList words;
        for (const QLabel *label : widget->findChildren<QLabel *>()) {
            if (label->isVisibleTo(widget))
                words += label->text();
        }
        return words.join(QStringLiteral(" | "));
    }
};

} // namespace muster
