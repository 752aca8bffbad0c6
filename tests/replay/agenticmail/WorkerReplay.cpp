// SPDX-License-Identifier: Apache-2.0
#include "tests/replay/agenticmail/WorkerReplay.h"

#include <QJsonArray>

namespace muster::replay {

using namespace Qt::StringLiterals;

WorkerReplay::WorkerReplay(WorkerReplayOptions options, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_http(m_options.controlPlane)
{
    m_http.setToken(m_options.key);
    connect(&m_timer, &QTimer::timeout, this, &WorkerReplay::beat);
}

void WorkerReplay::post(const QString &what, const QString &id, const QJsonObject &body)
{
    const QString folder = what == "agent-status"_L1 ? u"/api/engine/"_s : u"/api/engine/cluster/"_s;
    HttpCallOptions options;
    options.takesRefusals = true;
    options.headers = {{"User-Agent", "node"}};
    whenDone(this, m_http.post(folder + what + (id.isEmpty() ? id : u'/' + id), body, options),
             [this, what](const Result<HttpAnswer> &answer) {
                 m_answers.append(what + u' ' + QString::number(answer ? answer->status : 0));
                 Q_EMIT answered(m_answers.constLast());
             });
}

void WorkerReplay::start()
{
    post(u"agent-status"_s, m_options.agent, {{u"status"_s, u"idle"_s},
                                             {u"clockedIn"_s, false},
                                             {u"activeSessions"_s, 0},
                                             {u"currentActivity"_s, QJsonValue()}});
    post(u"register"_s, {}, {{u"nodeId"_s, m_options.nodeId},
                            {u"name"_s, m_options.name},
                            {u"host"_s, m_options.host},
                            {u"port"_s, m_options.port},
                            {u"platform"_s, u"linux"_s},
                            {u"arch"_s, u"x64"_s},
                            {u"cpuCount"_s, 2},
                            {u"memoryMb"_s, 24106},
                            {u"version"_s, u"unknown"_s},
                            {u"agents"_s, QJsonArray{m_options.agent}},
                            {u"capabilities"_s, QJsonArray::fromStringList(m_options.capabilities)}});
    m_timer.start(m_options.interval);
}

void WorkerReplay::beat()
{
    post(u"agent-status"_s, m_options.agent, {{u"status"_s, u"idle"_s}, {u"activeSessions"_s, 0}});
    post(u"heartbeat"_s, m_options.nodeId, {{u"agents"_s, QJsonArray{m_options.agent}}});
}

void WorkerReplay::stop()
{
    m_timer.stop();
    post(u"agent-status"_s, m_options.agent, {{u"status"_s, u"offline"_s}});
}

} // namespace muster::replay
