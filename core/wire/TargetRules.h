// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which addresses may be asked on somebody else's behalf (reliability.md T-15). Used by ReachTest.

#include <QHostAddress>
#include <QList>

namespace muster
{

//! Whether this machine itself may be asked.
enum class LoopbackRule { Denied, Allowed };

//! Whether \a address, as resolved, may be asked. Never: unspecified, link-local (where clouds keep their credentials),
//! multicast, broadcast, reserved, the known metadata services, and all of these inside an IPv6 form that carries an
//! IPv4 address (mapped, compatible, NAT64, 6to4, Teredo, ISATAP). Private networks may: nodes live there. \a own are the
//! addresses of this machine: what listens on them is as much its own as what listens on loopback. Pure.
bool mayAsk(const QHostAddress &address, LoopbackRule loopback, const QList<QHostAddress> &own);

//! The same with the addresses that this machine's interfaces have now.
bool mayAskFromHere(const QHostAddress &address, LoopbackRule loopback);

} // namespace muster
