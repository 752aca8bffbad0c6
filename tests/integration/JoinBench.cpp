// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/JoinBench.h"

#include "core/cluster/Dialect.h"
#include "tests/integration/TwoHosts.h"
#include "tests/support/Outcome.h"

#include <QFile>
#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

template <typename T>
T orFatal(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().text()));
    return *std::move(result);
}

} // namespace

JoinBench::JoinBench()
{
    if (const QString problem = makeTwoHosts(); !problem.isEmpty())
        qFatal("%s", qPrintable(problem));
    if (!moveTo(u"cp"_s) || !startOn(u"0"_s))
        qFatal("no control plane: %s", m_controlPlane ? qPrintable(m_controlPlane->log()) : "no such machine");
    m_port = m_controlPlane->url().section(u':', -1);
    m_url = u"https://10.77.0.1:"_s + m_port;
    m_pin = orFatal(TlsPin::parse(m_controlPlane->readyWord(u"pin"_s), u"pin"_s));
    m_admin = clientWith(orFatal(Secret::fromFile(folder(u"cp/admin.token"_s))));
}

bool JoinBench::startOn(const QString &port)
{
    m_controlPlane = std::make_unique<DaemonRun>(
        QStringList{u"--listen"_s, u"0.0.0.0:"_s + port, u"--data"_s, folder(u"cp"_s), u"--name"_s, u"cp-1"_s},
        QStringList{u"NODE_HEARTBEAT_MS="_s + QLatin1StringView(kQuickBeatMs)}, on(u"cp"_s));
    return m_controlPlane->isReady();
}

bool JoinBench::restart()
{
    m_controlPlane->terminate();
    return m_controlPlane->exitCode() == 0 && startOn(m_port);
}

std::unique_ptr<DaemonRun> JoinBench::worker(const QString &name, const QString &tokenFile, const TlsPin &pin,
                                             const QStringList &more) const
{
    QStringList arguments{u"--join"_s, m_url, u"--data"_s, folder(name), u"--name"_s, name};
    if (!tokenFile.isEmpty())
        arguments += {u"--join-token-file"_s, tokenFile};
    if (!pin.isEmpty())
        arguments += {u"--pin"_s, pin.text()};
    return std::make_unique<DaemonRun>(arguments + more, QStringList{}, on(u"worker"_s));
}

std::unique_ptr<DaemonRun> JoinBench::joinedWorker(const QString &name) const
{
    return worker(name, fileWith(name, joinToken().token), m_pin);
}

std::unique_ptr<Cluster> JoinBench::clientWith(const Secret &token) const
{
    return dialectById(u"native"_s)->client({.dialect = u"native"_s, .url = QUrl(m_url), .pin = m_pin}, {token});
}

IssuedToken JoinBench::made(const TokenRequest &request) const
{
    return orFatal(outcomeOf(m_admin->createToken(request)));
}

IssuedToken JoinBench::joinToken() const
{
    TokenRequest request;
    request.kind = TokenKind::Join;
    return made(request);
}

QString JoinBench::fileWith(const QString &name, const Secret &secret) const
{
    const QString path = folder(name + u".token"_s);
    return secret.toFile(path) ? path : QString();
}

Secret JoinBench::credentialIn(const QString &name) const
{
    QFile file(folder(name) + u"/credential.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no credential of %s", qPrintable(name));
    return Secret(QJsonDocument::fromJson(file.readAll()).object().value("credential"_L1).toString().toLatin1());
}

QList<Node> JoinBench::nodes() const
{
    return orFatal(outcomeOf(m_admin->snapshot())).nodes;
}

QString JoinBench::statusOf(const QString &name) const
{
    const Result<ClusterSnapshot> snapshot = outcomeOf(m_admin->snapshot()); // It may be restarting just now.
    const QList<Node> all = snapshot ? snapshot->nodes : QList<Node>();
    for (const Node &node : all) {
        if (node.who.name == name)
            return node.status == NodeStatus::Degraded ? u"online"_s : wordOf(node.status);
    }
    return {};
}

QList<TokenFacts> JoinBench::credentialsOf(const QString &node) const
{
    QList<TokenFacts> open;
    const QList<TokenFacts> tokens = orFatal(outcomeOf(m_admin->tokens()));
    for (const TokenFacts &token : tokens) {
        if (token.node && token.node->text() == node && !token.revokedAt)
            open.append(token);
    }
    return open;
}

} // namespace muster
