// SPDX-License-Identifier: Apache-2.0
#pragma once
// One call of HttpClient in flight: one request, or two that race. Used by HttpClient alone.

#include "core/wire/ClientLines.h"
#include "core/wire/HttpClient.h"
#include "core/wire/NetworkCall.h"

#include <QTimer>

#include <array>

namespace muster
{

//! Lives until its Future is finished; then deletes itself.
class HttpCall final : public QObject
{
    Q_OBJECT
public:
    //! Sends \a request to the server of \a lines, whom \a trust decides about; \a lines must outlive the call.
    HttpCall(ClientLines &lines, ClientRequest request, const TlsTrust &trust, const HttpCallOptions &options,
             QObject *parent);
    ~HttpCall() override;
    Q_DISABLE_COPY_MOVE(HttpCall)

    Future<HttpAnswer> future() const { return m_pending.future(); }
    //! Ends it as Unreachable, if it is one that may simply be asked again: nobody answers on its line any more.
    void giveUpReading();

private:
    struct Lane {
        ClientLine *line = nullptr;
        QByteArray body;
        bool isSecondTry = false;
    };

    void startLane(Lane &lane);
    void askOn(Lane &lane, ClientLine *line);
    void readHead(const Lane &lane);
    void take(Lane &lane, const QByteArray &bytes);
    Error tooLong() const;
    void takeFinished(Lane &lane);
    void takeStatus(Lane &lane);
    bool mayArriveTwice() const { return m_isReading || m_options.raceAfter.count() > 0; }
    void drop(Lane &lane);
    void finish(Result<HttpAnswer> outcome);

    ClientLines &m_pool;
    const ClientRequest m_request;
    const TlsTrust m_trust;
    const QString m_who;
    const HttpCallOptions m_options;
    const bool m_isReading; // It changes nothing at the server.
    Pending<HttpAnswer> m_pending;
    std::array<Lane, 2> m_lanes;
    QTimer m_deadline;
    QTimer m_race;
    bool m_isFinished = false;
};

} // namespace muster
