// SPDX-License-Identifier: Apache-2.0
#include "core/wire/ReachCause.h"

namespace muster::reachcause
{

using namespace Qt::StringLiterals;

namespace
{

Error cause(ErrorKind kind, const QString &code, const QString &what)
{
    return {.kind = kind, .where = {}, .what = what, .code = code, .field = {}};
}

} // namespace

Error lookup(Lookup outcome)
{
    return outcome == Lookup::Late
        ? cause(ErrorKind::Timeout, u"unknown-host"_s,
                u"no machine was found by this name in time; does the name server of the control plane work?"_s)
        : cause(ErrorKind::Unreachable, u"unknown-host"_s, u"no machine is known by this name; is it spelt right?"_s);
}

Error notAllowed()
{
    return cause(ErrorKind::Refused, u"target-not-allowed"_s,
                 u"this address may not be tested from here: it belongs to this machine or to a special network"_s);
}

Error connection(QAbstractSocket::SocketError error)
{
    if (error == QAbstractSocket::ConnectionRefusedError)
        return cause(ErrorKind::Unreachable, u"connection-refused"_s,
                     u"the machine is there, but nothing takes connections at this port; is the node running, and is it "
                     "the right port?"_s);
    if (error == QAbstractSocket::NetworkError)
        return cause(ErrorKind::Unreachable, u"no-route"_s,
                     u"there is no way from the control plane to this address; is the machine on, and on a network that "
                     "can be reached from there?"_s);
    return cause(ErrorKind::Unreachable, u"no-connection"_s,
                 u"no connection to this address and port can be made from the control plane"_s);
}

Error connectTimeout()
{
    return cause(ErrorKind::Timeout, u"connect-timeout"_s,
                 u"nothing answers at this address; is the machine on, and does a firewall drop what comes to this port?"_s);
}

Error answerTimeout()
{
    return cause(ErrorKind::Timeout, u"no-answer"_s, u"something takes connections there but does not answer in time"_s);
}

Error nonsense(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return cause(ErrorKind::Protocol, u"closed"_s,
                     u"something takes connections there and closes them without a word; does it want TLS, or is it the "
                     "wrong port?"_s);
    if (bytes.startsWith("\x15\x03")) // The head of an alert, which is no word of HTTP.
        return cause(ErrorKind::Protocol, u"speaks-tls"_s,
                     u"what answers there speaks TLS, and nodes are asked without; is it the right port?"_s);
    return cause(ErrorKind::Protocol, u"not-a-node"_s,
                 u"something answers there, but not as a node does; is it the right port?"_s);
}

} // namespace muster::reachcause
