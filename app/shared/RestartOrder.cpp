// SPDX-License-Identifier: Apache-2.0
#include "app/shared/RestartOrder.h"

#include "app/shared/NodeAddress.h"
#include "core/base/Limits.h"
#include "core/wire/HttpClient.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QTimer>

#include <algorithm>
#include <memory>

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
    ~Order() override { QHostInfo::abortHostLookup(m_lookup); }
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
            = std::ranges::all_of(addresses, [this](const QHostAddress &one) { return mayAsk(one, m_loopback); });
        if (!isAllowed)
            return fail(u"the address that it gave may not be asked from here"_s);
        QUrl base;
        base.setScheme(u"http"_s);
        base.setHost(addresses.constFirst().toString()); // What was resolved, never the name again.
        base.setPort(m_port);
        m_client = std::make_unique<HttpClient>(base);
        HttpCallOptions options;
        options.deadline = kDeadline;
        options.replyBytes = limits::kReachReplyBytes; // Nobody reads it.
        options.takesRefusals = true;
        whenDone(this, m_client->send("POST", u"/restart"_s, {}, {}, options),
                 [this](const Result<HttpAnswer> &answer) { take(answer); });
    }

    void take(const Result<HttpAnswer> &answer)
    {
        if (!answer)
            return fail(answer.error().what);
        if (answer->status < 200 || answer->status > 299)
            return fail(u"it answered %1"_s.arg(answer->status));
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
        deleteLater(); // The client must not die within its own call.
        m_pending.finish(outcome);
    }

    const QString m_name;
    const LoopbackRule m_loopback;
    Pending<void> m_pending;
    QTimer m_timer;
    std::unique_ptr<HttpClient> m_client;
    int m_port = 0;
    int m_lookup = -1;
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
