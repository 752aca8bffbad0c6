// SPDX-License-Identifier: Apache-2.0
#pragma once
// Draws every page, light and dark, into PNG files from whatever the console is connected to.

#include "app/desktop/DesktopApp.h"

#include <QPointer>

#include <functional>

namespace muster {

//! Drives a DesktopApp through its pages. Without a cluster only the doors and the dialogs are drawn. GUI thread.
class Tour : public QObject
{
    Q_OBJECT

public:
    //! \a app must outlive it; \a folder is made when missing.
    Tour(DesktopApp &app, const QString &folder, QObject *parent = nullptr);

    //! Waits, at most limits::kTourWait, for the first snapshot, and begins; the paths go to standard output.
    void start();

Q_SIGNALS:
    //! All pictures are written, or \a outcome says which one was not.
    void finished(const muster::Result<void> &outcome);

private:
    //! One picture: brought about, looked at a moment later, and put away.
    struct Stage {
        QString name; //!< "01-nodes-cards".
        std::function<void()> arrange;
        std::function<void()> leave;
    };

    void waitForNodes();
    void addPages();
    void addDrawers();
    void addAssignments();
    void addJobs();
    void addLooks();
    void addDialogs();
    void addVerbs(Features features, const std::function<void()> &close);
    void addOthers();
    void addStage(const QString &name, std::function<void()> arrange, std::function<void()> leave = {});
    void next();
    void take();
    QPixmap picture() const;
    void openOneNode(int tab);
    void loseLink();
    void end(const Result<void> &outcome);

    DesktopApp &m_app;
    const QString m_folder;
    const SystemClock m_clock;
    QList<Stage> m_stages;
    qsizetype m_at = 0;
    Result<void> m_outcome; // Of the connection; pictures that cannot be written end the tour at once.
    int m_looks = 0; // How often the first snapshot was looked for.
    QPointer<QDialog> m_dialog;
};

} // namespace muster
