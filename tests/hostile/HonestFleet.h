// SPDX-License-Identifier: Apache-2.0
#pragma once
// Workers that do nothing but beat, each on a connection of its own, and count the beats that were not answered in
// time.

#include "core/base/Clock.h"
#include "core/base/WorkerThread.h"

#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QTimer>

#include <atomic>
#include <memory>
#include <vector>

namespace muster
{

//! One worker. Announces itself once connected, then beats each interval; never connects again.
class HonestWorker final : public QObject
{
public:
    HonestWorker(quint16 port, const QByteArray &key, int number, int intervalMs)
        : m_port(port), m_key(key), m_number(number)
    {
        connect(&m_socket, &QTcpSocket::connected, this, [this] { announce(); });
        connect(&m_socket, &QTcpSocket::readyRead, this, [this] { hear(); });
        connect(&m_socket, &QTcpSocket::disconnected, this, [this] { ++m_missed; });
        connect(&m_timer, &QTimer::timeout, this, [this] { beat(); });
        m_timer.setInterval(intervalMs);
        m_socket.connectToHost(QHostAddress::LocalHost, port);
    }
    ~HonestWorker() override { m_socket.disconnect(this); }
    Q_DISABLE_COPY_MOVE(HonestWorker)

    int answered() const { return m_answered; }
    //! Beats without an answer when the next one was due, refused ones, and lost connections.
    int missed() const { return m_missed; }

private:
    void send(const QByteArray &path, const QJsonObject &body)
    {
        const QByteArray text = QJsonDocument(body).toJson(QJsonDocument::Compact);
        m_isWaiting = true;
        m_socket.write("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) +
                       "\r\nAuthorization: Bearer " + m_key + "\r\nContent-Type: application/json\r\nContent-Length: " +
                       QByteArray::number(text.size()) + "\r\n\r\n" + text);
    }
    QString name() const { return QStringLiteral("honest-%1").arg(m_number); }
    void announce()
    {
        send("/api/v1/nodes", {{QStringLiteral("id"), name()},
                               {QStringLiteral("name"), name()},
                               {QStringLiteral("instance"), QStringLiteral("instance-of-") + name()},
                               {QStringLiteral("role"), QStringLiteral("worker")},
                               {QStringLiteral("version"), QStringLiteral("0.1.0")}});
        m_timer.start();
    }
    void beat()
    {
        if (m_isWaiting)
            ++m_missed;
        send("/api/v1/nodes/" + name().toLatin1() + "/beats",
             {{QStringLiteral("instance"), QStringLiteral("instance-of-") + name()},
              {QStringLiteral("sequence"), ++m_sequence},
              {QStringLiteral("sentAt"), SystemClock().now().toIso8601()}});
    }
    void hear()
    {
        const QByteArray got = m_socket.readAll();
        if (!got.startsWith("HTTP/1.1 2"))
            ++m_missed;
        m_isWaiting = false;
        ++m_answered;
    }

    const quint16 m_port;
    const QByteArray m_key;
    const int m_number;
    QTcpSocket m_socket;
    QTimer m_timer;
    int m_sequence = 0;
    std::atomic<int> m_answered = 0;
    std::atomic<int> m_missed = 0;
    bool m_isWaiting = false;
};

//! Many of them, on a thread of their own: what they miss is the server's fault.
class HonestFleet
{
public:
    HonestFleet(quint16 port, const QByteArray &key, int count, int intervalMs)
    {
        m_thread.runBlocking([&] {
            for (int i = 0; i < count; ++i)
                m_workers.push_back(std::make_unique<HonestWorker>(port, key, i, intervalMs));
        });
    }
    ~HonestFleet()
    {
        m_thread.runBlocking([this] { m_workers.clear(); });
    }
    Q_DISABLE_COPY_MOVE(HonestFleet)
    //! Answers that the one with the fewest has had; the first is to its announcement.
    int leastAnswered() const
    {
        int least = INT_MAX;
        for (const auto &one : m_workers)
            least = std::min(least, one->answered());
        return least;
    }
    int missed() const
    {
        int sum = 0;
        for (const auto &one : m_workers)
            sum += one->missed();
        return sum;
    }

private:
    WorkerThread m_thread{QStringLiteral("honest-fleet")};
    std::vector<std::unique_ptr<HonestWorker>> m_workers; // On that thread.
};

} // namespace muster
