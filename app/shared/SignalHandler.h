// SPDX-License-Identifier: Apache-2.0
#pragma once
// SIGTERM, SIGINT and SIGHUP as a Qt signal.

#include <QObject>

class QSocketNotifier;

namespace muster {

//! Watches from construction to destruction; SIGPIPE is ignored meanwhile and after. At most one at a time.
class SignalHandler final : public QObject
{
    Q_OBJECT
public:
    explicit SignalHandler(QObject *parent = nullptr);
    ~SignalHandler() override;
    Q_DISABLE_COPY_MOVE(SignalHandler)

Q_SIGNALS:
    //! Somebody wants this process to end; \a number is the signal's. For each signal that arrives.
    void terminationAsked(int number);

private:
    void readPipe();

    QSocketNotifier *m_notifier = nullptr; // Child.
};

} // namespace muster
