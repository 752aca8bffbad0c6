// SPDX-License-Identifier: Apache-2.0
// A control plane with an authority's certificate is verified, not pinned, and asked by the names in it (T-13). Real programs in
// two network namespaces; the other machine's authorities and names are our own there.

#include "core/wire/TlsCertificate.h"
#include "tests/integration/ProgramRun.h"
#include "tests/integration/TwoHosts.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_AuthorityCertificate final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString problem = makeTwoHosts();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        const QByteArray key = freshKeyPem();
        const QByteArray authority = certificatePem(key, {u"authority.test"_s}, {}, {.isAuthority = true});
        write(u"known/certs/authority.pem"_s, authority);
        write(u"other/certs/authority.pem"_s, certificatePem(freshKeyPem(), {u"authority.test"_s}, {}, {.isAuthority = true}));
        for (const QString &machine : {u"known"_s, u"other"_s})
            write(machine + u"/hosts"_s, "127.0.0.1 localhost\n10.77.0.1 cp.muster.test alias.muster.test\n");
        const QByteArray own = freshKeyPem();
        for (const QString &port : {u"443"_s, u"3100"_s}) {
            write(port + u"/tls.key"_s, own);
            write(port + u"/tls.crt"_s,
                  certificatePem(own, {u"cp.muster.test"_s}, {}, {.issuerPem = authority, .issuerKeyPem = key}));
            m_planes.push_back(std::make_unique<DaemonRun>(
                QStringList{u"--listen"_s, u"0.0.0.0:"_s + port, u"--data"_s, m_root.filePath(port), u"--name"_s, u"cp"_s},
                QStringList{}, on(u"cp"_s)));
            QVERIFY2(m_planes.back()->isReady(), qPrintable(m_planes.back()->log()));
        }
    }

    void whoKnowsTheAuthorityNeedsNoPin_data() { ports(); }
    void whoKnowsTheAuthorityNeedsNoPin()
    {
        QFETCH(QString, behind);

        const CtlOutcome status = asked(u"known"_s, u"https://cp.muster.test"_s + behind);

        QVERIFY2(status.exitCode == 0, status.errors.constData());
        QCOMPARE(status.object().value("node"_L1).toString(), u"cp"_s);
    }

    void anotherAuthorityIsNotBelieved_data() { ports(); }
    void anotherAuthorityIsNotBelieved()
    {
        QFETCH(QString, behind);

        const CtlOutcome status = asked(u"other"_s, u"https://cp.muster.test"_s + behind);

        QCOMPARE(status.exitCode, 7);
        QVERIFY2(status.errors.contains("no known authority vouches for"), status.errors.constData());
    }

    void namesThatItDoesNotCarryAreNotBelieved()
    {
        const CtlOutcome status = asked(u"known"_s, u"https://alias.muster.test"_s);

        QCOMPARE(status.exitCode, 7);
        QVERIFY2(status.errors.contains("cp.muster.test"), status.errors.constData());
    }

    void namesOfNobodyAreNotAnswered()
    {
        const CtlOutcome status = asked(u"other"_s, u"https://alias.muster.test"_s, pin() + QStringList{u"--dialect"_s, u"native"_s});

        QVERIFY(status.exitCode != 0);
        QVERIFY2(status.errors.contains("does not answer to that Host"), status.errors.constData());
    }

    void addressesThatCameLaterAreAnswered()
    {
        QProcess cable;
        cable.start(u"ip"_s, QStringList{u"-n"_s, u"cp"_s, u"addr"_s, u"add"_s, u"10.77.0.9/24"_s, u"dev"_s, u"cable-cp"_s});
        QVERIFY(cable.waitForFinished(10'000));
        QCOMPARE(cable.exitCode(), 0);

        for (const QString &behind : {QString(), u":3100"_s}) {
            const CtlOutcome status = asked(u"other"_s, u"https://10.77.0.9"_s + behind, pin());
            QVERIFY2(status.exitCode == 0, status.errors.constData());
        }
    }

private:
    static void ports()
    {
        QTest::addColumn<QString>("behind");
        QTest::newRow("443, which clients leave out") << QString();
        QTest::newRow("3100") << u":3100"_s;
    }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_root.filePath(name));
        const bool isWritten = QDir().mkpath(QFileInfo(file).path()) && file.open(QIODevice::WriteOnly)
            && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(bytes) == bytes.size();
        if (!isWritten)
            qFatal("cannot write %s", qPrintable(name));
    }
    QStringList pin() const { return {u"--pin"_s, m_planes.front()->readyWord(u"pin"_s)}; }
    //! `status` from a machine that has the authorities and names of the folder \a machine.
    CtlOutcome asked(const QString &machine, const QString &url, const QStringList &more = {}) const
    {
        const QString port = url.endsWith(":3100"_L1) ? u"3100"_s : u"443"_s;
        const QStringList there = on(u"worker"_s)
            + QStringList{u"sh"_s, u"-c"_s,
                          u"mount --bind \"$0/certs\" /etc/ssl/certs && mount --bind \"$0/hosts\" /etc/hosts && exec \"$@\""_s,
                          m_root.filePath(machine)};
        return bareCtl(QStringList{u"--url"_s, url, u"--token-file"_s, m_root.filePath(port + u"/admin.token"_s)} + more
                           + QStringList{u"status"_s, u"--output"_s, u"json"_s},
                       {}, there);
    }

    QTemporaryDir m_root;
    std::vector<std::unique_ptr<DaemonRun>> m_planes;
};

int main(int argc, char **argv)
{
    if (!enterOwnNetwork()) {
        std::fprintf(stderr, "this test needs network namespaces: %s\n", std::strerror(errno));
        return 1;
    }
    const QCoreApplication app(argc, argv);
    tst_AuthorityCertificate test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_AuthorityCertificate.moc"
