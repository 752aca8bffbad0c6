// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/LoadText.h"

namespace muster::bench
{

namespace
{

QByteArray head(const LoadPlan &plan, const char *method, const QByteArray &path, const QString &token)
{
    return QByteArray(method) + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(plan.port) +
           "\r\nAuthorization: Bearer " + token.toLatin1() + "\r\n";
}

QByteArray post(const LoadPlan &plan, const QByteArray &path, const QByteArray &body)
{
    return head(plan, "POST", path, plan.workerToken) +
           "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray instanceOf(int node)
{
    return "instance-of-" + nodeName(node);
}

} // namespace

QByteArray nodeName(int node)
{
    return "bench-" + QByteArray::number(node).rightJustified(6, '0');
}

QByteArray announceRequest(const LoadPlan &plan, int node)
{
    const QByteArray name = nodeName(node);
    return post(plan, "/api/v1/nodes",
                "{\"arch\":\"x86_64\",\"capabilities\":[\"agent\",\"browser\"],\"cores\":8,\"hostname\":\"" + name +
                    "\",\"id\":\"" + name + "\",\"instance\":\"" + instanceOf(node) + "\",\"name\":\"" + name +
                    "\",\"platform\":\"Debian GNU/Linux 12 (bookworm)\",\"role\":\"worker\",\"version\":\"0.1.0\"}");
}

QByteArray beatRequest(const LoadPlan &plan, int node, qint64 sequence)
{
    // Load moves a little, as it does on a real host.
    const QByteArray cpu = QByteArray::number(0.1 + static_cast<double>((node * 7 + sequence * 3) % 60) / 100.0);
    const QByteArray used = QByteArray::number(4'000'000'000 + (node * 4096 + sequence * 65536) % 1'000'000'000);
    return post(plan, "/api/v1/nodes/" + nodeName(node) + "/beats",
                "{\"cpu\":" + cpu + ",\"instance\":\"" + instanceOf(node) +
                    "\",\"load1\":0.42,\"memoryTotalBytes\":16777216000,\"memoryUsedBytes\":" + used +
                    ",\"sentAt\":\"2026-11-21T09:30:00.000Z\",\"sequence\":" + QByteArray::number(sequence) + '}');
}

QByteArray viewRequest(const LoadPlan &plan)
{
    return head(plan, "GET", "/api/v1/events", plan.token) + "Accept: text/event-stream\r\n\r\n";
}

} // namespace muster::bench
