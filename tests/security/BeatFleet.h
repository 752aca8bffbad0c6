// SPDX-License-Identifier: Apache-2.0
#pragma once
// Honest workers that beat while others do harm, and how long each beat took.

#include "core/base/WorkerThread.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <memory>
#include <vector>

namespace muster {

//! One worker on one connection: announces itself, then beats each interval from a moment of its own. Connects once.
class BeatingWorker final : public QObject
{
public:
    BeatingWorker(quint16 port, QByteArray key, int number, int intervalMs)
        : m_port(port), m_key(std::move(key)), m_name("honest-" + QByteArray::number(number))
    {
        connect(&m_socket, &QTcpSocket::connected, this, [this] {
            send("/api/v1/nodes", R"({"id":")" + m_name + R"(","role":"worker","version":"0.1.0","instance":"of-)" + m_name + "\"}");
        });
        connect(&m_socket, &QTcpSocket::readyRead, this, [this] { hear(); });
        connect(&m_socket, &QTcpSocket::disconnected, this, [this] { ++missed; });
        connect(&m_timer, &QTimer::timeout, this, [this] { beat(); });
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(intervalMs);
        // Not all in the same moment, as no fleet does that.
        QTimer::singleShot(number * 7919 % intervalMs, this, [this] { m_socket.connectToHost(QHostAddress::LocalHost, m_port); });
    }
    ~BeatingWorker() override { m_socket.disconnect(this); }
    Q_DISABLE_COPY_MOVE(BeatingWorker)

    int answered = 0;
    int missed = 0;        //!< Without an answer when the next was due, refused, or the connection lost.
    QList<double> tookMs;  //!< Of each beat that was answered.

private:
    void send(const QByteArray &path, const QByteArray &body)
    {
        m_isWaiting = true;
        m_sent.start();
        m_socket.write("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) + "\r\nAuthorization: Bearer " + m_key
                       + "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }
    void beat()
    {
        if (m_isWaiting)
            ++missed;
        send("/api/v1/nodes/" + m_name + "/beats", R"({"instance":"of-)" + m_name + R"(","sequence":)" + QByteArray::number(++m_sequence) + '}');
    }
    void hear()
    {
        const double took = double(m_sent.nsecsElapsed()) / 1e6;
        if (!m_socket.readAll().startsWith("HTTP/1.1 2"))
            ++missed;
        if (answered++ == 0)
            m_timer.start();
        else
            tookMs.append(took);
        m_isWaiting = false;
    }

    const quint16 m_port;
    const QByteArray m_key;
    const QByteArray m_name;
    QTcpSocket m_socket;
    QTimer m_timer;
    QElapsedTimer m_sent;
    int m_sequence = 0;
    bool m_isWaiting = false;
};

//! What a fleet went through.
struct BeatReport {
    int least = 0;     //!< Answers that the worker with the fewest has had; the first is to its announcement.
    int missed = 0;    //!< By all.
    double p50Ms = 0;  //!< Of beats since the last report.
    double p99Ms = 0;
    double mostMs = 0;
    qsizetype beats = 0;
};

//! Many of them, on a thread of their own: what they wait for is the server.
class BeatFleet
{
public:
    BeatFleet(quint16 port, const QByteArray &key, int count, int intervalMs)
    {
        m_thread.runBlocking([&] {
            for (int i = 0; i < count; ++i)
                m_workers.push_back(std::make_unique<BeatingWorker>(port, key, i, intervalMs));
        });
    }
    ~BeatFleet()
    {
        m_thread.runBlocking([this] { m_workers.clear(); });
    }
    Q_DISABLE_COPY_MOVE(BeatFleet)

    //! Of now; times are counted anew behind it.
    BeatReport report()
    {
        BeatReport all{INT_MAX};
        m_thread.runBlocking([this, &all] {
            QList<double> took;
            for (const auto &one : m_workers) {
                all.least = std::min(all.least, one->answered);
                all.missed += one->missed;
                took += std::exchange(one->tookMs, {});
            }
            std::ranges::sort(took);
            all.beats = took.size();
            if (took.isEmpty())
                return;
            all.p50Ms = took[took.size() / 2];
            all.p99Ms = took[took.size() * 99 / 100];
            all.mostMs = took.last();
        });
        return all;
    }

private:
    WorkerThread m_thread{QStringLiteral("honest")};
    std::vector<std::unique_ptr<BeatingWorker>> m_workers; // On that thread.
};

} // namespace muster
