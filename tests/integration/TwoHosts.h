// SPDX-License-Identifier: Apache-2.0
#pragma once
// Two machines for a test: two network namespaces that only it knows, with a cable between them.

#include <QStringList>

namespace muster {

//! Puts this process into a network of its own, as root there (in a user namespace where it is not root already), so that it
//! may make namespaces. Call first thing in main(), before there are threads. False with errno set when the system forbids it.
bool enterOwnNetwork();

//! Makes the namespaces "cp" (10.77.0.1) and "worker" (10.77.0.2) and their cable; once, after enterOwnNetwork(). An empty text,
//! or what went wrong.
QString makeTwoHosts();

//! Moves this process to the host "cp" or "worker"; before it has made a thread that talks. False with errno set.
bool moveTo(const QString &host);

//! The command to put in front of another so that it runs on "cp" or "worker".
QStringList on(const QString &host);

} // namespace muster
