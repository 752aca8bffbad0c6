// SPDX-License-Identifier: Apache-2.0
#pragma once
// The handlers of /api/v1: each reads its request, asks the cluster and writes its reply. Used by NativeRoutes alone.

#include "core/dialects/native/EventFeed.h"
#include "core/dialects/native/NativeRoutes.h"
#include "core/wire/HttpReply.h"
#include "core/wire/HttpRequest.h"

namespace muster {

//! On the server's thread; the cluster may live on another and must outlive it.
class NativeRoutes::Api final : public QObject
{
public:
    Api(Cluster &cluster, const RouteSettings &settings) : m_cluster(cluster), m_settings(settings), m_feed(cluster) {}
    Q_DISABLE_COPY_MOVE(Api)

    Future<HttpReply> health();
    Future<HttpReply> cluster(const HttpRequest &request);
    Future<HttpReply> snapshot(const HttpRequest &request);
    Future<HttpReply> events(const HttpRequest &request);
    Future<HttpReply> eventsAfter(const HttpRequest &request);
    Future<HttpReply> reach(const HttpRequest &request);
    Future<HttpReply> backup();
    Future<HttpReply> audit(const HttpRequest &request);
    Future<HttpReply> verifyAudit();

    Future<HttpReply> nodes(const HttpRequest &request);
    Future<HttpReply> node(const HttpRequest &request);
    Future<HttpReply> announce(const HttpRequest &request);
    Future<HttpReply> beat(const HttpRequest &request);
    Future<HttpReply> leave(const HttpRequest &request);
    Future<HttpReply> remove(const HttpRequest &request);
    Future<HttpReply> ping(const HttpRequest &request);
    Future<HttpReply> restart(const HttpRequest &request);
    Future<HttpReply> cordon(const HttpRequest &request);
    Future<HttpReply> uncordon(const HttpRequest &request);
    Future<HttpReply> drain(const HttpRequest &request);
    Future<HttpReply> stopDrain(const HttpRequest &request);
    Future<HttpReply> mesh(const HttpRequest &request);

    Future<HttpReply> join(const HttpRequest &request);
    Future<HttpReply> renewCredential(const HttpRequest &request);
    Future<HttpReply> tokens();
    Future<HttpReply> createToken(const HttpRequest &request);
    Future<HttpReply> revokeToken(const HttpRequest &request);

    Future<HttpReply> entities(const HttpRequest &request);
    Future<HttpReply> entity(const HttpRequest &request);
    Future<HttpReply> saveEntity(const HttpRequest &request);
    Future<HttpReply> removeEntity(const HttpRequest &request);
    Future<HttpReply> assignments(const HttpRequest &request);
    Future<HttpReply> assign(const HttpRequest &request);
    Future<HttpReply> clearAssignment(const HttpRequest &request);
    Future<HttpReply> bestNodes(const HttpRequest &request);
    Future<HttpReply> submit(const HttpRequest &request);
    Future<HttpReply> submitAll(const HttpRequest &request);
    Future<HttpReply> jobs(const HttpRequest &request);
    Future<HttpReply> job(const HttpRequest &request);
    Future<HttpReply> retryJob(const HttpRequest &request);
    Future<HttpReply> cancelJob(const HttpRequest &request);
    Future<HttpReply> discardJob(const HttpRequest &request);
    Future<HttpReply> queues(const HttpRequest &request);
    Future<HttpReply> pauseQueue(const HttpRequest &request);
    Future<HttpReply> resumeQueue(const HttpRequest &request);

    Future<HttpReply> log(const HttpRequest &request);
    Future<HttpReply> followLog(const HttpRequest &request);

private:
    //! Whose verb it is, for the audit log.
    static Actor actorOf(const HttpRequest &request);
    Future<HttpReply> setCordon(const HttpRequest &request, bool isCordoned);
    const QByteArray &textOf(const BeatReply &reply);
    Future<QList<QueueFacts>> ownQueues(const Audience &audience);
    Future<HttpReply> assigned(const AssignmentRequest &asked, const Actor &by);

    Cluster &m_cluster;
    const RouteSettings m_settings;
    EventFeed m_feed;
    BeatReply m_usualReply; // Nearly all beats get the same answer; it is written once.
    QByteArray m_usualText;
};

} // namespace muster
