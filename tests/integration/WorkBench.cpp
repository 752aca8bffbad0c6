// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/WorkBench.h"

#include "core/cluster/Dialect.h"

#include <QFile>

namespace muster {

using namespace Qt::StringLiterals;

WorkBench::WorkBench(int beatMs, WorkPlaces places) : m_beatMs(beatMs), m_places(std::move(places))
{
    isUp = startMain() && startWorker();
}

bool WorkBench::startMain(const QString &port)
{
    const QString listen = m_places.address.isEmpty() ? u"127.0.0.1:"_s : u"0.0.0.0:"_s;
    const QStringList arguments{u"--listen"_s, listen + port, u"--data"_s, folder(), u"--name"_s, kMain.text()};
    main = std::make_unique<DaemonRun>(arguments, QStringList{u"NODE_HEARTBEAT_MS=%1"_s.arg(m_beatMs)}, m_places.mainWrapper);
    return main->isReady() && connectAdmin();
}

bool WorkBench::connectAdmin()
{
    m_url = main->url();
    if (!m_places.address.isEmpty()) {
        const Result<TlsPin> pin = TlsPin::parse(main->readyWord(u"pin"_s), u"pin"_s);
        if (!pin)
            return false;
        m_pin = *pin;
        m_url = u"https://%1:%2"_s.arg(m_places.address, port());
    }
    const ClusterAddress address{.dialect = u"native"_s, .url = QUrl(m_url), .pin = m_pin};
    admin = dialectById(u"native"_s)->client(address, {Secret(adminToken())});
    return admin != nullptr;
}

QString WorkBench::joinTokenFile()
{
    if (m_places.address.isEmpty())
        return folder() + u"/join.token"_s; // From loopback alone.
    TokenRequest request;
    request.kind = TokenKind::Join;
    const Result<IssuedToken> issued = outcomeOf(admin->createToken(request));
    const QString file = path(u"worker.token"_s);
    return issued && issued->token.toFile(file) ? file : QString();
}

bool WorkBench::restartMain()
{
    const QString before = port();
    main->kill();
    return main->exitCode() == -1 && startMain(before);
}

bool WorkBench::startWorker()
{
    QStringList arguments{u"--join"_s, m_url, u"--join-token-file"_s, joinTokenFile(), u"--data"_s, path(u"worker"_s),
                          u"--name"_s, kWorker.text(), u"--allow"_s, u"agent"_s};
    if (!m_pin.isEmpty())
        arguments += {u"--pin"_s, m_pin.text()};
    worker = std::make_unique<DaemonRun>(arguments, QStringList{}, m_places.workerWrapper);
    return worker->isReady();
}

Result<EntityState> WorkBench::addAgent(const QString &id, const QString &script, const AgentSetup &setup)
{
    EntityRequest request;
    request.entity.ref = agent(id);
    request.entity.isResident = setup.isResident;
    request.entity.settings.insert(u"argv"_s, QJsonArray{u"/bin/sh"_s, u"-c"_s, script});
    const Result<EntityState> saved = outcomeOf(admin->saveEntity(request));
    if (!saved || setup.node.isEmpty())
        return saved;
    return outcomeOf(admin->assign({agent(id), setup.node, setup.mode}));
}

JobId WorkBench::submit(const QString &id, const QByteArray &payload, int attempts)
{
    JobRequest request;
    request.entity = agent(id);
    request.payload = payload;
    request.attempts = attempts;
    return outcomeOf(admin->submit(request)).value_or({}).id;
}

Job WorkBench::job(const JobId &id)
{
    return outcomeOf(admin->job(id)).value_or({});
}

EntityState WorkBench::entity(const QString &id)
{
    const QList<EntityState> all = outcomeOf(admin->entities()).value_or({});
    for (const EntityState &one : all) {
        if (one.entity.ref == agent(id))
            return one;
    }
    return {};
}

Node WorkBench::node(const NodeId &id)
{
    const QList<Node> all = outcomeOf(admin->snapshot()).value_or({}).nodes;
    for (const Node &one : all) {
        if (one.id() == id)
            return one;
    }
    return {};
}

std::optional<qint64> WorkBench::pidOf(const QString &id, const NodeId &on)
{
    const QList<Agent> agents = node(on).agents;
    for (const Agent &one : agents) {
        if (one.id == agent(id).text() && one.state == "running"_L1)
            return one.pid;
    }
    return std::nullopt;
}

CtlOutcome WorkBench::ctl(const QString &line) const
{
    return muster::ctl(main->url(), folder(), line.split(u' '));
}

QStringList WorkBench::lines(const QString &name) const
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts) : QStringList();
}

QByteArray WorkBench::adminToken() const
{
    QFile file(folder() + u"/admin.token"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
}

bool WorkBench::touch(const QString &name) const
{
    QFile file(path(name));
    return file.open(QIODevice::WriteOnly);
}

bool isAlive(qint64 pid)
{
    QFile file(u"/proc/%1/stat"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray stat = file.readAll();
    return !stat.mid(stat.lastIndexOf(')') + 2).startsWith('Z');
}

} // namespace muster
