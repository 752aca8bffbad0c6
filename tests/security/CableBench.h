// SPDX-License-Identifier: Apache-2.0
#pragma once
// Control planes on one machine, clients on the other, which knows an authority and a name of its own. Used by tst_TlsAudit.

#include "core/wire/TlsCertificate.h"
#include "tests/integration/ProgramRun.h"
#include "tests/integration/TwoHosts.h"

#include <QDir>
#include <QFile>

namespace muster {

//! Needs makeTwoHosts() before. Its files are in folders of one root.
class CableBench
{
public:
    std::unique_ptr<DaemonRun> plane(const QString &data) const
    {
        return std::make_unique<DaemonRun>(QStringList{QStringLiteral("--listen"), QStringLiteral("0.0.0.0:0"), QStringLiteral("--data"), folder(data), QStringLiteral("--name"), QStringLiteral("cp-1")},
                                           QStringList{}, on(QStringLiteral("cp")));
    }
    static quint16 portOf(const DaemonRun &run) { return run.url().section(u':', -1).toUShort(); }
    static QString url(quint16 port) { return QStringLiteral("https://10.77.0.1:%1").arg(port); }
    QString folder(const QString &name) const { return m_root.filePath(name); }
    //! musterctl, over the cable, with the admin's token of the folder \a data.
    CtlOutcome ctlAt(const QString &data, quint16 port, const QString &pin, const QStringList &arguments) const
    {
        return bareCtl(QStringList{QStringLiteral("--url"), url(port), QStringLiteral("--pin"), pin, QStringLiteral("--token-file"), folder(data + QStringLiteral("/admin.token"))} + arguments, {},
                       on(QStringLiteral("worker")));
    }
    //! The other machine, with an authority and a name of its own.
    QStringList machine() const
    {
        return on(QStringLiteral("worker"))
            + QStringList{QStringLiteral("sh"), QStringLiteral("-c"),
                          QStringLiteral("mount --bind \"$0/certs\" /etc/ssl/certs && mount --bind \"$0/hosts\" /etc/hosts && exec \"$@\""), folder(QStringLiteral("machine"))};
    }
    //! Key and certificate.
    const std::pair<QByteArray, QByteArray> &authority()
    {
        if (m_authority.first.isEmpty()) {
            m_authority.first = freshKeyPem();
            m_authority.second = certificatePem(m_authority.first, {QStringLiteral("authority.test")}, {}, {.isAuthority = true});
        }
        return m_authority;
    }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(folder(name));
        const bool isWritten = QDir().mkpath(QFileInfo(file).path()) && file.open(QIODevice::WriteOnly)
            && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(bytes) == bytes.size();
        if (!isWritten)
            qFatal("cannot write %s", qPrintable(name));
    }

private:
    QTemporaryDir m_root;
    std::pair<QByteArray, QByteArray> m_authority;
};

} // namespace muster
