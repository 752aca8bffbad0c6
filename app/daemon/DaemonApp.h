// SPDX-License-Identifier: Apache-2.0
#pragma once
// musterd from start to exit code: starts the node, says ready, leaves when told to.

#include "app/daemon/DaemonOptions.h"
#include "app/shared/ExitCode.h"
#include "app/shared/SignalHandler.h"

#include <QObject>
#include <QTimer>

namespace muster {

//! One run. Ends through QCoreApplication::exit() with an ExitCode.
class DaemonApp final : public QObject
{
    Q_OBJECT
public:
    explicit DaemonApp(DaemonOptions options, QObject *parent = nullptr);
    ~DaemonApp() override;
    Q_DISABLE_COPY_MOVE(DaemonApp)

    //! Begins; call with the event loop about to run.
    void start();

private:
    void takeStarted(const Result<LocalNodeFacts> &facts);
    void refuse(const Error &error);
    void sayReady();
    void keepWorker() const;
    void stop(ExitCode code);

    const DaemonOptions m_options;
    SystemClock m_clock;
    SignalHandler m_signals;
    LocalNodeHost m_host;
    QTimer m_stopDeadline;
    LocalNodeFacts m_facts;
    bool m_isStarted = false;
    bool m_isReady = false; // Perhaps before start() has answered.
    bool m_hasSaidReady = false;
    bool m_isStopping = false;
};

//! One line on standard error, as every program ends with an error: "musterd: what went wrong".
void printError(const QString &program, const Error &error);

} // namespace muster
