// SPDX-License-Identifier: Apache-2.0
// The worker bundle on machines that have nothing else: finds its control plane by name, joins it and runs an agent.
#include "core/wire/TlsIdentity.h"
#include "tests/bundle/NameServer.h"
#include "tests/bundle/Unpacked.h"
#include "tests/integration/ProgramRun.h"
#include "tests/integration/TwoHosts.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QTest>

#include <cerrno>
#include <cstring>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_BundleJoins final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void joinsByNameAndRunsAnAgent_data();
    void joinsByNameAndRunsAnAgent();
    void theAuthoritiesOfTheMachineAreFound_data();
    void theAuthoritiesOfTheMachineAreFound();

private:
    QString path(const QString &name) const { return m_root.filePath(name); }
    //! A worker on the machine \a root, which asks a name server where its control plane is. Without \a pin it must
    //! find an authority there that vouches for it.
    std::unique_ptr<DaemonRun> join(const QString &root, const QString &name, const QString &pin);
    //! Calls musterctl as the admin of the control plane.
    CtlOutcome asAdmin(const QStringList &words) const;
    bool isThere(const QString &name) const;

    QTemporaryDir m_root;
    std::unique_ptr<DaemonRun> m_main;
};

void tst_BundleJoins::initTestCase()
{
    QVERIFY2(!bundleFacts().isEmpty(), "there is no bundle: build musterd_bundle");
    for (const auto &words : {u"link set lo up"_s, u"addr add 10.77.0.1/32 dev lo"_s})
        QCOMPARE(QProcess::execute(u"ip"_s, words.split(u' ')), 0);
    QVERIFY(ensureTlsIdentity(path(u"main"_s), {u"main.bundle.test"_s}, {QHostAddress(u"10.77.0.1"_s)}));
    m_main = startControlPlane(path(u"main"_s), u"cp-1"_s, u"10.77.0.1:0"_s);
    QVERIFY2(m_main->isReady(), qPrintable(m_main->log()));
}

std::unique_ptr<DaemonRun> tst_BundleJoins::join(const QString &root, const QString &name, const QString &pin)
{
    const QString token = path(name + u".token"_s);
    if (asAdmin({u"tokens"_s, u"create"_s, u"--join"_s, u"--token-out"_s, token}).exitCode != 0)
        return {};
    const QString url = u"https://main.bundle.test:"_s + m_main->url().section(u':', -1);
    QStringList words{u"--join"_s, url,  u"--join-token-file"_s, token,     u"--data"_s, path(name),
                      u"--name"_s, name, u"--allow"_s,           u"agent"_s};
    if (!pin.isEmpty())
        words += {u"--pin"_s, pin};
    return std::make_unique<DaemonRun>(words, QStringList{}, inside(root));
}

CtlOutcome tst_BundleJoins::asAdmin(const QStringList &words) const
{
    return ctl(m_main->url(), path(u"main"_s), QStringList{u"--pin"_s, m_main->readyWord(u"pin"_s)} + words);
}

bool tst_BundleJoins::isThere(const QString &name) const
{
    return asAdmin({u"nodes"_s, u"show"_s, name}).exitCode == 0;
}

void tst_BundleJoins::joinsByNameAndRunsAnAgent_data()
{
    QTest::addColumn<QString>("root");
    QTest::newRow("nothing else") << path(u"machine"_s);
    // Folders with other systems, which the form of the night brings.
    const QStringList others = qEnvironmentVariable("MUSTER_BUNDLE_ROOTS").split(u':', Qt::SkipEmptyParts);
    for (const QString &root : others)
        QTest::newRow(qPrintable(QFileInfo(root).fileName())) << root;
}

void tst_BundleJoins::joinsByNameAndRunsAnAgent()
{
    QFETCH(QString, root);
    QVERIFY(furnish(root));
    const NameServer names;
    QVERIFY(names.isUp());

    const QString name = QFileInfo(root).fileName();
    const auto worker = join(root, name, m_main->readyWord(u"pin"_s));
    QVERIFY2(worker && worker->isReady(), worker ? qPrintable(worker->log()) : "no token");
    QTRY_VERIFY_WITH_TIMEOUT(isThere(name), 10'000);
    QVERIFY(names.asked() > 0);

    QCOMPARE(asAdmin({u"entities"_s, u"add"_s, u"agent"_s, name, u"--"_s, u"/bin/agent"_s}).exitCode, 0);
    QCOMPARE(asAdmin({u"assignments"_s, u"set"_s, u"agent/"_s + name, name}).exitCode, 0);
    const CtlOutcome job =
        asAdmin({u"jobs"_s, u"submit"_s, u"agent/"_s + name, u"--wait"_s, u"--wait-ms"_s, u"30000"_s});
    QVERIFY2(job.exitCode == 0, job.errors.constData());
    // Nothing of a loader's, ours or others'.
    QCOMPARE(job.object()["output"_L1].toString(), u"HOME\n"_s);
    worker->terminate();
    QCOMPARE(worker->exitCode(), 0);
    for (const auto &complaint : {"locale"_L1, "preload"_L1})
        QVERIFY2(!worker->log().contains(complaint), qPrintable(worker->log()));
}

void tst_BundleJoins::theAuthoritiesOfTheMachineAreFound_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("as Debian keeps them") << u"/etc/ssl/certs/ours.pem"_s;
    QTest::newRow("as Fedora keeps them") << u"/etc/pki/tls/certs/ca-bundle.crt"_s;
    QTest::newRow("nowhere") << QString();
}

void tst_BundleJoins::theAuthoritiesOfTheMachineAreFound()
{
    QFETCH(QString, file);
    const QString name = u"trusts-"_s + QFileInfo(file).baseName();
    const QString root = path(name + u"-machine"_s);
    QVERIFY(furnish(root));
    const NameServer names;
    if (!file.isEmpty()) {
        QVERIFY(QDir().mkpath(QFileInfo(root + file).path()));
        QVERIFY(QFile::copy(path(u"main/tls.crt"_s), root + file));
    }

    const auto worker = join(root, name, {});

    QVERIFY(worker);
    QCOMPARE(worker->isReady(), !file.isEmpty());
    if (file.isEmpty())
        QVERIFY2(worker->log().contains("shows a certificate of its own"_L1), qPrintable(worker->log()));
}

int main(int argc, char **argv)
{
    if (!enterOwnNetwork()) { // Before there are threads.
        std::fprintf(stderr, "no network of its own: %s\n", std::strerror(errno));
        return 1;
    }
    QCoreApplication app(argc, argv);
    tst_BundleJoins test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_BundleJoins.moc"
