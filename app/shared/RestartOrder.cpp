// SPDX-License-Identifier: Apache-2.0
#include "app/shared/RestartOrder.h"

#include "app/shared/NodeAddress.h"
#include "core/base/Limits.h"
#include "core/wire/ReachReply.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QNetworkProxy>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kDeadline = std::chrono::seconds(10); // contracts/agenticmail.md: of the whole order.

//! One order under way; deletes itself.
class Order final : public QObject
{
public:
    Order(QString name, LoopbackRule loopback, QObject *context)
        : QObject(context), m_name(std::move(name)), m_loopback(loopback)
    {
        m_timer.setSingleShot(true);
        connect(&m_timer, &QTimer::timeout, this, [this] { fail(u"it did not answer in time"_s); });
    }
    ~Order() override
    {
        QHostInfo::abortHostLookup(m_lookup);
        m_socket.disconnect(this);
    }
    Q_DISABLE_COPY_MOVE(Order)

    Future<void> future() const { return m_pending.future(); }

    void give(const QString &host, int port)
    {
        m_port = port;
        m_timer.start(kDeadline);
        m_lookup = QHostInfo::lookupHost(host, this, &Order::takeAddresses);
    }

private:
    void takeAddresses(const QHostInfo &found)
    {
        const QList<QHostAddress> addresses = found.addresses();
        if (m_isDone)
            return;
        if (addresses.isEmpty())
            return fail(u"no machine is known by the name that it gave"_s);
        const bool isAllowed
            = std::ranges::all_of(addresses, [this](const QHostAddress &one) { return mayAskFromHere(one, m_loopback); });
        if (!isAllowed)
            return fail(u"the address that it gave may not be asked from here"_s);
        m_host = addresses.constFirst(); // What was resolved, never the name again.
        m_socket.setProxy(QNetworkProxy::NoProxy);
        m_socket.setReadBufferSize(limits::kReachReplyBytes);
        connect(&m_socket, &QTcpSocket::connected, this, &Order::say);
        connect(&m_socket, &QTcpSocket::readyRead, this, [this] { read(); });
        connect(&m_socket, &QTcpSocket::errorOccurred, this, &Order::takeEnd);
        m_socket.connectToHost(m_host, quint16(m_port));
    }

    void say()
    {
        const bool isV6 = m_host.protocol() == QAbstractSocket::IPv6Protocol;
        const QByteArray host = isV6 ? '[' + m_host.toString().toLatin1() + ']' : m_host.toString().toLatin1();
        m_isSaid = true;
        m_socket.write("POST /restart HTTP/1.1\r\nHost: " + host + ':' + QByteArray::number(m_port)
                       + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    void takeEnd()
    {
        if (m_isSaid)
            return read(true);
        fail(u"nothing takes connections there"_s);
    }

    void read(bool isEnd = false)
    {
        if (m_isDone)
            return;
        m_bytes += m_socket.read(limits::kReachReplyBytes - m_bytes.size());
        const bool isEnough = m_bytes.contains("\r\n\r\n") || m_bytes.size() >= limits::kReachReplyBytes; // Its body is not read.
        const ReachProgress seen = readReach(m_bytes, isEnd || isEnough);
        if (seen.isNonsense)
            return fail(u"what answered is no node"_s);
        if (seen.reply)
            take(seen.reply->status);
    }

    void take(int status)
    {
        if (status < 200 || status > 299)
            return fail(u"it answered %1"_s.arg(status));
        finish({});
    }

    void fail(const QString &why)
    {
        finish(Error{ErrorKind::Unreachable, {}, u"%1 did not take the order: %2"_s.arg(m_name, why), {}, {}});
    }

    void finish(const Result<void> &outcome)
    {
        if (m_isDone)
            return;
        m_isDone = true;
        m_timer.stop();
        deleteLater(); // The socket must not die within its own signal.
        m_pending.finish(outcome);
    }

    const QString m_name;
    const LoopbackRule m_loopback;
    Pending<void> m_pending;
    QTimer m_timer;
    // Not HttpClient: Qt repeats a request whose answer it cannot read, and an order is given once.
    QTcpSocket m_socket;
    QByteArray m_bytes;
    QHostAddress m_host;
    int m_port = 0;
    int m_lookup = -1;
    bool m_isSaid = false;
    bool m_isDone = false;
};

} // namespace

Future<void> orderRestart(const Node &node, LoopbackRule loopback, QObject *context)
{
    // A process id is told by Muster's own nodes alone, and those have nothing that takes the order.
    if (node.who.pid)
        return failed<void>(unsupported(u"%1 is a node of Muster itself; restarting its agents is not in this version"_s
                                            .arg(node.who.name)));
    const std::optional<NodeAddress> address = nodeAddressOf(node.who.address);
    if (!address)
        return failed<void>(Error{ErrorKind::Unreachable, {},
                                  u"%1 did not take the order: it gave no address to send it to"_s.arg(node.who.name), {}, {}});
    auto *order = new Order(node.who.name, loopback, context);
    order->give(address->host, address->port);
    return order->future();
}

} // namespace muster
