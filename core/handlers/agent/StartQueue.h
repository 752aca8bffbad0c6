// SPDX-License-Identifier: Apache-2.0
#pragma once
// Starts programs one a turn of the event loop: a hundred at once would hold up everything else on the thread.

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <deque>
#include <functional>

namespace muster {

class StartQueue final : public QObject
{
    Q_OBJECT
public:
    explicit StartQueue(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(StartQueue)

    //! Calls \a start in a later turn, in the order of asking, unless \a who has died by then.
    void add(QObject *who, std::function<void()> start);

private:
    struct Waiting {
        QPointer<QObject> who;
        std::function<void()> start;
    };

    void startNext();

    std::deque<Waiting> m_waiting;
    QTimer m_turn;
};

} // namespace muster
