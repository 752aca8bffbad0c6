// SPDX-License-Identifier: Apache-2.0
#pragma once
// One call of HttpClient in flight: one request, or two that race. Used by HttpClient alone.

#include "core/wire/HttpClient.h"

#include <QNetworkRequest>
#include <QTimer>

#include <array>
#include <functional>

class QNetworkReply;

namespace muster
{

//! Lives until its Future is finished; then deletes itself.
class HttpCall final : public QObject
{
    Q_OBJECT
public:
    //! \a send starts the request on lane 0 or 1 and gives its reply, which the call then owns.
    //! \a isReading: it changes nothing at the server.
    HttpCall(std::function<QNetworkReply *(int)> send, QString who, const HttpCallOptions &options, bool isReading,
             QObject *parent);
    ~HttpCall() override;
    Q_DISABLE_COPY_MOVE(HttpCall)

    Future<HttpAnswer> future() const { return m_pending.future(); }
    //! Ends it as Unreachable, if it is one that may simply be asked again: nobody answers on its line any more.
    void giveUpReading();

private:
    struct Lane {
        QNetworkReply *reply = nullptr;
        QByteArray body;
    };

    void startLane(int number);
    void readHead(const Lane &lane);
    void readSome(Lane &lane);
    Error tooLong() const;
    void takeFinished(Lane &lane);
    void takeStatus(Lane &lane, int status);
    void drop(Lane &lane);
    void finish(Result<HttpAnswer> outcome);

    std::function<QNetworkReply *(int)> m_send;
    const QString m_who;
    const HttpCallOptions m_options;
    const bool m_isReading;
    Pending<HttpAnswer> m_pending;
    std::array<Lane, 2> m_lanes;
    QTimer m_deadline;
    QTimer m_race;
    bool m_isFinished = false;
};

} // namespace muster
