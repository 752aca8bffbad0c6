// SPDX-License-Identifier: Apache-2.0
// Beyond loopback there is TLS, a pin, and nothing else. Real programs in two network namespaces.

#include "tests/integration/ProgramRun.h"
#include "tests/integration/TwoHosts.h"

#include <QFile>
#include <QTest>

#include <cerrno>
#include <cstring>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_BeyondLoopback final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString problem = makeTwoHosts();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        m_cp = std::make_unique<DaemonRun>(QStringList{u"--listen"_s, u"0.0.0.0:0"_s, u"--data"_s, folder(u"cp"_s),
                                                       u"--name"_s, u"cp-1"_s},
                                           QStringList{u"NODE_HEARTBEAT_MS=200"_s}, on(u"cp"_s));
        QVERIFY2(m_cp->isReady(), qPrintable(m_cp->log()));
        const QString port = m_cp->url().section(u':', -1);
        m_url = u"https://10.77.0.1:"_s + port;
        m_pin = m_cp->readyWord(u"pin"_s);
    }

    void theReadyLineGivesThePin()
    {
        QVERIFY2(m_cp->url().startsWith("https://10.77.0.1:"_L1), qPrintable(m_cp->readyLine()));
        QVERIFY2(m_pin.startsWith("sha256:"_L1), qPrintable(m_cp->readyLine()));
        constexpr auto others = QFile::ReadGroup | QFile::ReadOther;
        QCOMPARE(QFile::permissions(folder(u"cp/tls.key"_s)) & others, QFile::Permissions());
    }

    void anotherMachineAsksWithThePin()
    {
        const CtlOutcome status = asked({u"--pin"_s, m_pin, u"--token-file"_s, folder(u"cp/admin.token"_s)});
        QVERIFY2(status.exitCode == 0, status.errors.constData());
        QCOMPARE(status.object().value("node"_L1).toString(), u"cp-1"_s);
    }

    void aWrongOrMissingPinIsRefused()
    {
        const QString wrong = u"sha256:"_s + u"ab"_s.repeated(32);
        const CtlOutcome other = asked({u"--pin"_s, wrong, u"--token-file"_s, folder(u"cp/admin.token"_s)});
        QVERIFY(other.exitCode != 0);
        QVERIFY2(other.errors.contains(m_pin.toLatin1()), other.errors.constData()); // What was seen, to compare.
        const CtlOutcome none = asked({u"--token-file"_s, folder(u"cp/admin.token"_s)});
        QVERIFY(none.exitCode != 0);
        QVERIFY2(none.errors.contains(m_pin.toLatin1()), none.errors.constData());
    }

    void theTokenFileOfThisMachineLetsNobodyElseIn()
    {
        DaemonRun stranger({u"--join"_s, m_url, u"--pin"_s, m_pin, u"--join-token-file"_s, folder(u"cp/join.token"_s),
                            u"--data"_s, folder(u"w"_s), u"--name"_s, u"stranger"_s},
                           {}, on(u"worker"_s));
        QCOMPARE(stranger.exitCode(), 4);
    }

    void plainHttpIsNotServed()
    {
        const CtlOutcome plain = bareCtl({u"--url"_s, QString(m_url).replace(u"https"_s, u"http"_s), u"status"_s}, {}, on(u"cp"_s));
        QCOMPARE(plain.exitCode, 2); // musterctl refuses by itself.
        QCOMPARE(bareCtl({u"--url"_s, u"http://127.0.0.1:"_s + m_url.section(u':', -1), u"status"_s}, {}, on(u"cp"_s)).exitCode, 3);
    }

private:
    QString folder(const QString &name) const { return m_root.filePath(name); }
    //! `status` from the other machine.
    CtlOutcome asked(const QStringList &arguments) const
    {
        return bareCtl(QStringList{u"--url"_s, m_url} + arguments + QStringList{u"status"_s, u"--output"_s, u"json"_s}, {},
                       on(u"worker"_s));
    }

    QTemporaryDir m_root;
    std::unique_ptr<DaemonRun> m_cp;
    QString m_url;
    QString m_pin;
};

int main(int argc, char **argv)
{
    if (!enterOwnNetwork()) {
        std::fprintf(stderr, "this test needs network namespaces: %s\n", std::strerror(errno));
        return 1;
    }
    const QCoreApplication app(argc, argv);
    tst_BeyondLoopback test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_BeyondLoopback.moc"
