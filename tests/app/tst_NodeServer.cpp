// SPDX-License-Identifier: Apache-2.0
// What a control plane says about its own doors before anybody knocks. That they hold: tst_LocalNodeTokens.

#include "app/shared/NodeServer.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_NodeServer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onLoopbackThereIsNothingToSay()
    {
        const QTemporaryDir folder;
        NodeServer server(optionsIn(folder, u"127.0.0.1"_s), m_clock);

        QVERIFY(server.prepare());

        QVERIFY(server.pin().isEmpty());
        QVERIFY(server.notices().isEmpty());
        QVERIFY(QFile::exists(server.adminTokenPath()));
        QVERIFY(!QFile::exists(folder.filePath(u"tls.key"_s)));
    }

    void beyondLoopbackThereIsAPin()
    {
        const QTemporaryDir folder;
        NodeServer server(optionsIn(folder, u"0.0.0.0"_s), m_clock);
        NodeServer again(optionsIn(folder, u"0.0.0.0"_s), m_clock);

        QVERIFY(server.prepare());
        QVERIFY(again.prepare());

        QVERIFY(!server.pin().isEmpty());
        QCOMPARE(again.pin(), server.pin());
        QVERIFY(server.notices().isEmpty());
    }

    void insecureIsTold()
    {
        const QTemporaryDir folder;
        LocalNodeOptions options = optionsIn(folder, u"0.0.0.0"_s);
        options.isInsecure = true;
        NodeServer server(options, m_clock);

        QVERIFY(server.prepare());

        QVERIFY(server.pin().isEmpty());
        QCOMPARE(server.notices().size(), 1);
        QCOMPARE(server.notices()[0].code, u"insecure"_s);
    }

    void insecureOnLoopbackIsNothing()
    {
        const QTemporaryDir folder;
        LocalNodeOptions options = optionsIn(folder, u"127.0.0.1"_s);
        options.isInsecure = true;
        NodeServer server(options, m_clock);

        QVERIFY(server.prepare());

        QVERIFY(server.notices().isEmpty());
    }

    void workersWithoutKeysAreTold()
    {
        const QTemporaryDir folder;
        LocalNodeOptions options = optionsIn(folder, u"127.0.0.1"_s);
        options.keylessWorkers = *KeylessSources::parse(u"loopback,10.0.0.0/8"_s, u"field"_s);
        NodeServer server(options, m_clock);

        QVERIFY(server.prepare());

        QCOMPARE(server.notices().size(), 1);
        QCOMPARE(server.notices()[0].code, u"agenticmail-workers"_s);
        QVERIFY(server.notices()[0].text.contains("loopback,10.0.0.0/8"_L1));
    }

private:
    static LocalNodeOptions optionsIn(const QTemporaryDir &folder, const QString &host)
    {
        LocalNodeOptions options;
        options.dataFolder = folder.path();
        options.listenHost = host;
        options.port = 0;
        return options;
    }

    const SystemClock m_clock;
};

QTEST_GUILESS_MAIN(tst_NodeServer)
#include "tst_NodeServer.moc"
