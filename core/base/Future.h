// SPDX-License-Identifier: Apache-2.0
#pragma once
// Future<T>: a verb that finishes later, with a value or an Error. Continuations always name their context object.
// Why not QFuture: decisions/0029.

#include "core/base/CallInbox.h"
#include "core/base/Result.h"

#include <QMetaObject>
#include <QThread>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace muster {

//! What a verb comes to, once. Copies share it; all may be read from any thread.
template <typename T>
class Future
{
public:
    //! One that nobody will finish: Cancelled.
    Future() : m_state(std::make_shared<State>()) { m_state->finish(cancelled()); }

    bool isFinished() const { return m_state->isFinished.load(std::memory_order_acquire); }
    //! Only of a finished one; Cancelled when it was abandoned.
    const Result<T> &result() const
    {
        Q_ASSERT(isFinished());
        return *m_state->outcome;
    }
    //! Redeems \a ticket when it finishes; false, and not, when it has finished already.
    bool notify(const CallInbox::Ticket &ticket) const { return m_state->notify(ticket); }

private:
    template <typename U>
    friend class Pending;
    template <typename U>
    friend Future<U> finished(Result<U> outcome);

    struct State {
        std::atomic<bool> isFinished = false;
        std::mutex mutex;
        std::optional<Result<T>> outcome; // Written once, before isFinished.
        std::vector<CallInbox::Ticket> waiting;

        void finish(Result<T> with)
        {
            std::vector<CallInbox::Ticket> tickets;
            {
                const std::lock_guard lock(mutex);
                if (isFinished.load(std::memory_order_relaxed))
                    return;
                outcome.emplace(std::move(with));
                isFinished.store(true, std::memory_order_release);
                tickets.swap(waiting);
            }
            for (const CallInbox::Ticket &ticket : tickets)
                ticket.redeem();
        }

        bool notify(const CallInbox::Ticket &ticket)
        {
            const std::lock_guard lock(mutex);
            if (isFinished.load(std::memory_order_relaxed))
                return false;
            waiting.push_back(ticket);
            return true;
        }
    };

    static Result<T> cancelled()
    {
        return Error{.kind = ErrorKind::Cancelled, .where = {}, .what = QStringLiteral("stopped"), .code = {}, .field = {}};
    }
    explicit Future(std::shared_ptr<State> state) : m_state(std::move(state)) {}

    std::shared_ptr<State> m_state;
};

//! A finished Future with \a outcome.
template <typename T>
Future<T> finished(Result<T> outcome)
{
    auto state = std::make_shared<typename Future<T>::State>();
    state->outcome.emplace(std::move(outcome));
    state->isFinished.store(true, std::memory_order_release);
    return Future<T>(std::move(state));
}

//! A finished Future with \a value.
template <typename T>
Future<T> ready(T value)
{
    return finished(Result<T>(std::move(value)));
}
inline Future<void> ready()
{
    return finished(Result<void>());
}

//! A finished Future with \a error.
template <typename T>
Future<T> failed(Error error)
{
    return finished(Result<T>(std::move(error)));
}

//! A Future to be finished by hand; the first outcome holds. All copies gone without one means Cancelled.
template <typename T>
class Pending
{
public:
    Pending() : m_promise(std::make_shared<Promise>()) {}
    Future<T> future() const { return Future<T>(m_promise->state); }
    void finish(Result<T> outcome) const { m_promise->state->finish(std::move(outcome)); }

private:
    struct Promise { // Counts the copies, which the callbacks keep that race to finish it.
        std::shared_ptr<typename Future<T>::State> state = std::make_shared<typename Future<T>::State>();

        Promise() = default;
        Q_DISABLE_COPY_MOVE(Promise)
        ~Promise()
        {
            if (!state->isFinished.load(std::memory_order_acquire))
                state->finish(Future<T>::cancelled());
        }
    };
    std::shared_ptr<Promise> m_promise;
};

//! Like whenDone(), but never at once: outcomes arrive in turns of the event loop, in the order in which they came.
//! On the thread of \a context.
template <typename T, typename Done>
void whenDoneLater(QObject *context, const Future<T> &future, Done done)
{
    CallInbox *inbox = CallInbox::of(context);
    const CallInbox::Ticket ticket = inbox->keep([future, done = std::move(done)]() mutable { done(Result<T>(future.result())); });
    if (!future.notify(ticket))
        ticket.redeem();
}

//! Calls \a done(Result<T>) on \a context's thread when \a future finishes; at once when it has finished already and we
//! are on that thread (the way of a heartbeat, where an event-loop turn each would halve the throughput).
//! Dropped when \a context dies first. An abandoned future arrives as ErrorKind::Cancelled.
template <typename T, typename Done>
void whenDone(QObject *context, const Future<T> &future, Done done)
{
    const bool isHere = QThread::currentThread() == context->thread();
    if (isHere && future.isFinished())
        done(Result<T>(future.result()));
    else if (isHere)
        whenDoneLater(context, future, std::move(done));
    else
        QMetaObject::invokeMethod(
            context,
            [context, future, done = std::move(done)]() mutable { whenDone(context, future, std::move(done)); },
            Qt::QueuedConnection);
}

//! Runs \a verb (returning Future<T>) on the thread of \a home and gives its outcome; directly when we are there.
//! When \a home dies first, the Future is cancelled.
template <typename T, typename Verb>
Future<T> onThreadOf(QObject *home, Verb verb)
{
    if (QThread::currentThread() == home->thread())
        return verb();
    const Pending<T> pending;
    QMetaObject::invokeMethod(
        home,
        [home, pending, verb = std::move(verb)]() mutable {
            whenDone(home, verb(), [pending](Result<T> outcome) { pending.finish(std::move(outcome)); });
        },
        Qt::QueuedConnection);
    return pending.future();
}

} // namespace muster
