// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes a log into a file: what is listed, or all that its cluster keeps.

#include "core/mirror/LogModel.h"

class QMenu;

namespace muster {

class Toast;

//! Asks where to, and says how it went in \a host. A log may hold secrets: the file is for its owner alone. GUI thread.
class LogSaver final : public QObject
{
    Q_OBJECT

public:
    //! \a session may die first; \a model and \a host must outlive it.
    LogSaver(ClusterSession *session, const LogModel &model, QWidget *host);

    void fillMenu(QMenu *menu);
    //! What the view lists, with times and streams, as it is copied.
    void saveListed(const QString &file);
    //! All that is kept, also what the view passed over.
    void saveAll(const QString &file);

Q_SIGNALS:
    //! It is written, or \a error says why not.
    void saved(const muster::Result<void> &outcome);

private:
    void askFile(void (LogSaver::*save)(const QString &));
    void write(const QString &file, const QList<LogRow> &rows);

    QPointer<ClusterSession> m_session;
    const LogModel &m_model;
    QWidget *m_host;
    Toast *m_toast;
};

} // namespace muster
