// SPDX-License-Identifier: Apache-2.0
#pragma once
// Future<T>: a verb that finishes later, with a value or an Error. Continuations always name their context object.

#include "core/base/Result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QMetaObject>
#include <QPromise>
#include <QThread>

#include <memory>

namespace muster {

template <typename T>
using Future = QFuture<Result<T>>;

//! A finished Future with \a value.
template <typename T>
Future<T> ready(T value)
{
    return QtFuture::makeReadyFuture(Result<T>(std::move(value)));
}
inline Future<void> ready()
{
    return QtFuture::makeReadyFuture(Result<void>());
}

//! A finished Future with \a error.
template <typename T>
Future<T> failed(Error error)
{
    return QtFuture::makeReadyFuture(Result<T>(std::move(error)));
}

//! Calls \a done(Result<T>) on \a context's thread when \a future finishes; at once when it has finished already and we
//! are on that thread (the way of a heartbeat, where an event-loop turn each would halve the throughput).
//! Dropped when \a context dies first. A cancelled future arrives as ErrorKind::Cancelled.
template <typename T, typename Done>
void whenDone(QObject *context, const Future<T> &future, Done done)
{
    auto deliver = [done = std::move(done)](const Future<T> &finished) mutable {
        if (finished.isCanceled() || finished.resultCount() == 0)
            done(Result<T>(Error{
                .kind = ErrorKind::Cancelled, .where = {}, .what = QStringLiteral("stopped"), .code = {}, .field = {}}));
        else
            done(finished.result());
    };
    if (future.isFinished() && QThread::currentThread() == context->thread()) {
        deliver(future);
        return;
    }
    auto attach = [context, future, deliver = std::move(deliver)]() mutable {
        auto *watcher = new QFutureWatcher<Result<T>>(context);
        QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                         [watcher, deliver = std::move(deliver)]() mutable {
                             watcher->deleteLater();
                             deliver(watcher->future());
                         });
        watcher->setFuture(future);
    };
    if (QThread::currentThread() == context->thread())
        attach();
    else
        QMetaObject::invokeMethod(context, std::move(attach), Qt::QueuedConnection);
}

//! Runs \a verb (returning Future<T>) on the thread of \a home and gives its outcome; directly when we are there.
//! When \a home dies first, the Future is cancelled.
template <typename T, typename Verb>
Future<T> onThreadOf(QObject *home, Verb verb)
{
    if (QThread::currentThread() == home->thread())
        return verb();
    auto promise = std::make_shared<QPromise<Result<T>>>(); // Two owners: the posted call and the watcher it makes.
    promise->start();
    Future<T> future = promise->future();
    QMetaObject::invokeMethod(
        home,
        [home, promise, verb = std::move(verb)]() mutable {
            whenDone(home, verb(), [promise](Result<T> outcome) {
                promise->addResult(std::move(outcome));
                promise->finish();
            });
        },
        Qt::QueuedConnection);
    return future;
}

//! A Future to be finished by hand, exactly once. Unfinished on destruction means cancelled.
template <typename T>
class Pending
{
public:
    Pending() : m_promise(std::make_shared<QPromise<Result<T>>>()) { m_promise->start(); }
    Future<T> future() const { return m_promise->future(); }
    void finish(Result<T> outcome) const
    {
        m_promise->addResult(std::move(outcome));
        m_promise->finish();
    }

private:
    std::shared_ptr<QPromise<Result<T>>> m_promise; // Copies are kept by the callbacks that race to finish it.
};

} // namespace muster
