// SPDX-License-Identifier: Apache-2.0
#include "app/shared/LoopbackDialer.h"

#include "app/shared/ListenAddress.h"
#include "core/base/Limits.h"

#include <QNetworkProxy>
#include <QTcpSocket>
#include <QTimer>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Error unreachable(ErrorKind kind, const QString &what)
{
    return {.kind = kind, .where = {}, .what = what, .code = {}, .field = {}};
}

} // namespace

Future<double> dialLoopback(QObject *context, const Clock &clock, const QString &address, const QString &own)
{
    const Result<ListenAddress> target = parseListenAddress(address, u"address"_s);
    if (!target || (!target->host.isLoopback() && address != own))
        return failed<double>(unreachable(ErrorKind::Unreachable, u"%1 cannot be dialled"_s.arg(address)));
    Pending<double> pending;
    auto *socket = new QTcpSocket(context);
    socket->setProxy(QNetworkProxy::NoProxy);
    auto *deadline = new QTimer(socket);
    deadline->setSingleShot(true);
    const auto finish = [socket, pending](const Result<double> &outcome) {
        socket->disconnect();
        socket->abort();
        socket->deleteLater(); // With the deadline.
        pending.finish(outcome);
    };
    const SteadyTime begun = clock.steadyNow();
    QObject::connect(socket, &QTcpSocket::connected, context, [finish, begun, &clock] {
        finish(static_cast<double>((clock.steadyNow() - begun).count()));
    });
    QObject::connect(socket, &QTcpSocket::errorOccurred, context, [finish, address] {
        finish(unreachable(ErrorKind::Unreachable, u"nobody listens at %1"_s.arg(address)));
    });
    QObject::connect(deadline, &QTimer::timeout, context, [finish, deadline, address] {
        deadline->disconnect();
        finish(unreachable(ErrorKind::Timeout, u"no answer from %1"_s.arg(address)));
    });
    deadline->start(limits::kConnectDeadline);
    socket->connectToHost(target->host, target->port);
    return pending.future();
}

} // namespace muster
