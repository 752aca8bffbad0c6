// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/StartQueue.h"

namespace muster {

StartQueue::StartQueue(QObject *parent) : QObject(parent)
{
    m_turn.setInterval(0);
    connect(&m_turn, &QTimer::timeout, this, &StartQueue::startNext);
}

void StartQueue::add(QObject *who, std::function<void()> start)
{
    m_waiting.push_back({who, std::move(start)});
    if (!m_turn.isActive())
        m_turn.start();
}

void StartQueue::startNext()
{
    while (!m_waiting.empty()) {
        const Waiting next = std::move(m_waiting.front());
        m_waiting.pop_front();
        if (next.who) {
            next.start();
            break;
        }
    }
    if (m_waiting.empty())
        m_turn.stop();
}

} // namespace muster
