// SPDX-License-Identifier: Apache-2.0
#include "core/base/CallInbox.h"

#include <QCoreApplication>
#include <QEvent>
#include <QPointer>

namespace muster {

namespace {

QEvent::Type dueType()
{
    static const auto type = static_cast<QEvent::Type>(QEvent::registerEventType());
    return type;
}

class DueEvent final : public QEvent
{
public:
    explicit DueEvent(quint64 number) : QEvent(dueType()), m_number(number) {}
    quint64 number() const { return m_number; }

private:
    quint64 m_number;
};

//! The inboxes that were made on this thread, by the object that they serve. An object may have moved away since, and another
//! may stand at its address: what is found must be looked at.
using Inboxes = std::unordered_map<QObject *, QPointer<CallInbox>>;

thread_local Inboxes *t_inboxes = nullptr; // A pointer, as objects may die after the thread's own variables.

Inboxes &inboxesHere()
{
    struct Keeper {
        std::unique_ptr<Inboxes> inboxes = std::make_unique<Inboxes>();
        Keeper() { t_inboxes = inboxes.get(); }
        Q_DISABLE_COPY_MOVE(Keeper)
        ~Keeper() { t_inboxes = nullptr; }
    };
    thread_local const Keeper keeper;
    return *keeper.inboxes;
}

} // namespace

CallInbox *CallInbox::of(QObject *context)
{
    QPointer<CallInbox> &known = inboxesHere()[context];
    if (!known || known->parent() != context)
        known = new CallInbox(context);
    return known;
}

CallInbox::CallInbox(QObject *context) : QObject(context), m_gate(std::make_shared<Gate>())
{
    m_gate->inbox = this;
}

CallInbox::~CallInbox()
{
    {
        const std::lock_guard lock(m_gate->mutex);
        m_gate->inbox = nullptr;
    }
    if (t_inboxes)
        t_inboxes->erase(parent());
    const auto calls = std::exchange(m_calls, {}); // What they keep may ask for us again while it goes.
}

CallInbox::Ticket CallInbox::hold(std::unique_ptr<AnyCall> call)
{
    m_calls.emplace(++m_last, std::move(call));
    return {m_gate, m_last};
}

bool CallInbox::event(QEvent *event)
{
    if (event->type() != dueType())
        return QObject::event(event);
    const auto found = m_calls.find(static_cast<DueEvent *>(event)->number());
    if (found != m_calls.end()) {
        const std::unique_ptr<AnyCall> call = std::move(found->second);
        m_calls.erase(found);
        call->make(); // May be the end of us.
    }
    return true;
}

void CallInbox::Ticket::redeem() const
{
    const std::lock_guard lock(m_gate->mutex);
    if (m_gate->inbox)
        QCoreApplication::postEvent(m_gate->inbox, new DueEvent(m_number));
}

} // namespace muster
