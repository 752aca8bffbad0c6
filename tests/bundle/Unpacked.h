// SPDX-License-Identifier: Apache-2.0
#pragma once
// The bundle of this build, unpacked where a test wants it, and machines that have nothing else.

#include <QJsonObject>
#include <QStringList>

namespace muster {

//! What bundle.json says of the bundle of this build; empty when there is none.
QJsonObject bundleFacts();
//! Its archive.
QString bundleArchive();
//! Unpacks it into \a folder, which is made. False when tar fails.
bool unpackBundle(const QString &folder);
//! A JSON object in a file; empty when there is none.
QJsonObject objectIn(const QString &path);

//! Makes \a root a machine with no libraries and no programs but the bundle, in \a root/opt/its own, and an agent,
//! /bin/agent; or adds these to the machine that is there. Names come from the server at 10.77.0.1, after a service
//! that is not there. False when something could not be written.
bool furnish(const QString &root);
//! The command to put in front of another so that the bundle's musterd of a furnished \a root runs there in its place:
//! as root, with a home of its own and with variables of others that would mislead a loader. /tmp is the same on both.
QStringList inside(const QString &root);

} // namespace muster
