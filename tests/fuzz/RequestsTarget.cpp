// SPDX-License-Identifier: Apache-2.0
// Bodies that workers send: the short cut and the careful reading of beats, announcements, goodbyes.
#include "core/dialects/native/NativeRequests.h"
#include "tests/fuzz/FuzzTargets.h"

#include <QJsonDocument>

namespace muster {

namespace {

template <typename T>
QByteArray bytesOf(const T &value)
{
    return QJsonDocument(NativeRequests::write(value)).toJson(QJsonDocument::Compact);
}

} // namespace

void fuzzRequests(QByteArrayView input)
{
    const QByteArray body = input.toByteArray();
    const NodeId node(QStringLiteral("w1"));
    if (const Result<Heartbeat> beat = NativeRequests::readHeartbeat(node, body)) {
        const QByteArray bytes = bytesOf(*beat);
        const Result<Heartbeat> again = NativeRequests::readHeartbeat(node, bytes);
        promise(again && bytesOf(*again) == bytes, "a beat that was read and written is the same beat");
        promise(!beat->instance.isEmpty(), "a beat names its instance");
    }
    if (const Result<Announcement> one = NativeRequests::readAnnouncement(body)) {
        const QByteArray bytes = bytesOf(*one);
        const Result<Announcement> again = NativeRequests::readAnnouncement(bytes);
        promise(again && bytesOf(*again) == bytes, "an announcement that was read and written is the same");
    }
    (void)NativeRequests::readDeparture(node, body);
}

} // namespace muster
