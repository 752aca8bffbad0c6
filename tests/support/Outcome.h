// SPDX-License-Identifier: Apache-2.0
#pragma once
// Waits for futures in tests, with a bound, and shows the error of what failed.

#include "core/base/Future.h"
#include "core/base/Timestamp.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>

namespace muster {

//! The outcome of \a future, waiting for it with a running event loop; Timeout after \a most.
template <typename T>
Result<T> outcomeOf(const Future<T> &future, milliseconds most = milliseconds(10000))
{
    if (!future.isFinished()) {
        // Not QTest::qWaitFor(), which looks only every 10 ms: thousands of outcomes are waited for.
        QEventLoop loop;
        whenDone(&loop, future, [&loop](const Result<T> &) { loop.quit(); });
        QTimer::singleShot(most, &loop, &QEventLoop::quit);
        loop.exec();
    }
    if (!future.isFinished())
        return Error{ErrorKind::Timeout, QStringLiteral("waiting in a test"), QStringLiteral("no outcome"), {}, {}};
    return future.result();
}

} // namespace muster

//! Fails the test with the error's text when \a result is one.
#define QVERIFY_RESULT(result)                                                                                         \
    do {                                                                                                               \
        const auto &checked_ = (result);                                                                               \
        QVERIFY2(checked_.has_value(), checked_ ? "" : qPrintable(checked_.error().text()));                          \
    } while (false)
