// SPDX-License-Identifier: Apache-2.0
#pragma once
// A real musterd, and the means to knock at it as anybody. Used by the tests of this folder.

#include "core/store/SqlConnection.h"
#include "tests/integration/ProgramRun.h"
#include "tests/security/SourcedPeer.h"

#include <QFile>
#include <QJsonDocument>
#include <QUrl>

namespace muster {

//! A token as it was made.
struct MadeToken {
    QByteArray id;
    QByteArray token; //!< ID.SECRET
};

//! A control plane "cp" on 127.0.0.1. Fatal when it does not start: then nothing here means anything.
class DoorBench
{
public:
    explicit DoorBench(const QStringList &variables = {}, const QStringList &wrapper = {})
        : m_variables(variables), m_wrapper(wrapper)
    {
        start();
    }
    Q_DISABLE_COPY_MOVE(DoorBench)

    void start()
    {
        m_daemon = std::make_unique<DaemonRun>(QStringList{QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"),
                                                           folder(QStringLiteral("cp")), QStringLiteral("--name"), QStringLiteral("cp")},
                                               m_variables, m_wrapper);
        if (!m_daemon->isReady())
            qFatal("no control plane: %s", qPrintable(m_daemon->log()));
        m_port = quint16(QUrl(m_daemon->url()).port());
        m_admin = fileText(folder(QStringLiteral("cp/admin.token")));
        m_join = fileText(folder(QStringLiteral("cp/join.token")));
    }
    //! Stops it, lets the lives of \a tokens be over, and starts it again: the shortest life is a minute.
    void expire(const QByteArrayList &tokens)
    {
        m_daemon->terminate();
        if (m_daemon->exitCode() != 0)
            qFatal("the control plane does not stop");
        {
            const auto database = SqlConnection::open(folder(QStringLiteral("cp/muster.sqlite")));
            for (const QByteArray &id : tokens) { // Hex digits.
                const QString change = QStringLiteral("UPDATE tokens SET expires_at = created_at + 1 WHERE id = '%1'");
                if (!database || !(*database)->run(change.arg(QString::fromLatin1(id))))
                    qFatal("cannot let a token expire");
            }
        }
        start();
    }

    QString folder(const QString &name) const { return m_root.filePath(name); }
    quint16 port() const { return m_port; }
    const QByteArray &admin() const { return m_admin; }
    const QByteArray &join() const { return m_join; } //!< The file join.token.
    DaemonRun &daemon() { return *m_daemon; }

    QByteArray request(const QByteArray &method, const QByteArray &path, const QByteArray &key, const QByteArray &body = {}) const
    {
        QByteArray bytes = method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) + "\r\n";
        if (!key.isEmpty())
            bytes += "Authorization: Bearer " + key + "\r\n";
        if (!body.isEmpty())
            bytes += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
        return bytes + "\r\n" + body;
    }
    QByteArray joinRequest(const QByteArray &key, const QByteArray &node) const
    {
        return request("POST", "/api/v1/join", key,
                       R"({"id":")" + node + R"(","role":"worker","instance":"instance-of-)" + node + R"("})");
    }
    //! A token made by the admin as \a body wishes; fatal when it is not.
    MadeToken made(SourcedPeer *peer, const QByteArray &body) const
    {
        const QByteArray reply = peer->ask(request("POST", "/api/v1/tokens", m_admin, body));
        const QJsonObject token = QJsonDocument::fromJson(SourcedPeer::bodyOf(reply)).object();
        if (SourcedPeer::statusOf(reply) != 201)
            qFatal("no token: %s", reply.constData());
        return {token[QStringLiteral("id")].toString().toLatin1(), token[QStringLiteral("token")].toString().toLatin1()};
    }

    static QByteArray fileText(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    }

private:
    QTemporaryDir m_root;
    const QStringList m_variables;
    const QStringList m_wrapper;
    std::unique_ptr<DaemonRun> m_daemon;
    quint16 m_port = 0;
    QByteArray m_admin;
    QByteArray m_join;
};

} // namespace muster
