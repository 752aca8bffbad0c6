// SPDX-License-Identifier: Apache-2.0
// Bodies that workers send; what is refused over HTTP is in tst_AgenticmailWorkerApi.
#include "core/dialects/agenticmail/AgenticmailRequests.h"

#include "core/base/Limits.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_AgenticmailRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatTheRealWorkerSends()
    {
        const auto read = AgenticmailRequests::readRegistration(
            R"({"nodeId":"real-1","name":"Real agent","host":"127.0.0.1","port":43140,"platform":"linux","arch":"x64","cpuCount":2,
                "memoryMb":24106,"version":"unknown","agents":["11111111-2222-4333-8444-555555555555"],
                "capabilities":["gpu, docker","browser"]})");
        QVERIFY(read.has_value());
        QCOMPARE(read->who.id.text(), u"real-1"_s);
        QCOMPARE(read->who.address, u"127.0.0.1:43140"_s);
        QCOMPARE(read->who.role, NodeRole::Worker);
        QCOMPARE(read->who.cores, 2);
        QCOMPARE(read->memoryTotalBytes, qint64(24106) << 20);
        QVERIFY(read->who.version.isEmpty());
        QCOMPARE(read->who.capabilities, (QStringList{u"gpu"_s, u"docker"_s, u"browser"_s}));
        QCOMPARE(read->agents->size(), 1);
        QVERIFY(!read->labels);
    }
    void absentIsAsKnownAndEmptyIsNone()
    {
        const auto absent = AgenticmailRequests::readRegistration(R"({"nodeId":"w1","host":"a","port":1,"agents":null})");
        QVERIFY(absent && !absent->agents && !absent->labels && !absent->memoryTotalBytes && !absent->who.cores);
        const auto empty = AgenticmailRequests::readRegistration(R"({"nodeId":"w1","host":"a","port":1,"agents":[],"metadata":{},"cpuCount":0})");
        QVERIFY(empty && empty->agents->isEmpty() && empty->labels->isEmpty() && !empty->who.cores);
    }
    void metadataBecomesLabels()
    {
        const auto read = AgenticmailRequests::readRegistration(
            R"({"nodeId":"w1","host":"a","port":1,"metadata":{"rack":"A1","floor":3,"bad key":"x","nested":{},"cpuUsage":0.5}})");
        QVERIFY(read.has_value());
        QCOMPARE(*read->labels, (QMap<QString, QString>{{u"rack"_s, u"A1"_s}, {u"floor"_s, u"3"_s}}));
    }
    void hostsAreNamesOrAddresses()
    {
        const auto addressOf = [](const QString &host) {
            const QJsonObject json{{u"nodeId"_s, u"w1"_s}, {u"host"_s, host}, {u"port"_s, 80}};
            const auto read = AgenticmailRequests::readRegistration(QJsonDocument(json).toJson());
            return read ? read->who.address : u"refused: "_s + read.error().field;
        };
        QCOMPARE(addressOf(u"fe80::1"_s), u"[fe80::1]:80"_s);
        QCOMPARE(addressOf(u"[fe80::1]"_s), u"[fe80::1]:80"_s);
        QCOMPARE(addressOf(u"mac_1.lan"_s), u"mac_1.lan:80"_s);
        for (const QString &bad : {u""_s, u"a b"_s, u"a/b"_s, u"user@a"_s, u"a:1"_s, u"-x"_s, u"a?b"_s, QString(254, u'a')})
            QCOMPARE(addressOf(bad), u"refused: host"_s);
    }
    void listsAreBounded()
    {
        QJsonArray many;
        for (int i = 0; i <= limits::kNodeAgents; ++i)
            many.append(u"a%1"_s.arg(i));
        const QJsonObject json{{u"nodeId"_s, u"w1"_s}, {u"host"_s, u"a"_s}, {u"port"_s, 80}, {u"agents"_s, many}};
        QCOMPARE(AgenticmailRequests::readRegistration(QJsonDocument(json).toJson()).error().field, u"agents"_s);
        QCOMPARE(AgenticmailRequests::readBeat(QJsonDocument(QJsonObject{{u"agents"_s, many}}).toJson()).error().field, u"agents"_s);
        QJsonArray commas;
        for (int i = 0; i < limits::kNodeCapabilities; ++i)
            commas.append(u"a%1,b%1"_s.arg(i));
        const QJsonObject wide{{u"nodeId"_s, u"w1"_s}, {u"host"_s, u"a"_s}, {u"port"_s, 80}, {u"capabilities"_s, commas}};
        QCOMPARE(AgenticmailRequests::readRegistration(QJsonDocument(wide).toJson()).error().field, u"capabilities"_s);
    }
    void whatIsTakenInFitsTheStore()
    {
        QJsonObject metadata;
        for (int i = 0; i < limits::kNodeLabels; ++i)
            metadata.insert(u"label-%1"_s.arg(i), 1);
        QJsonObject json{{u"nodeId"_s, u"w1"_s}, {u"host"_s, u"a"_s}, {u"port"_s, 80}, {u"metadata"_s, metadata}};
        QCOMPARE(AgenticmailRequests::readRegistration(QJsonDocument(json).toJson()).error().field, u"metadata"_s); // One is ours.
        json.remove("metadata"_L1);
        json.insert("agents"_L1, QJsonArray{QString(129, u'a')});
        QCOMPARE(AgenticmailRequests::readRegistration(QJsonDocument(json).toJson()).error().field, u"agents"_s);
    }
    void beats()
    {
        const auto nothing = AgenticmailRequests::readBeat({});
        QVERIFY(nothing && !nothing->agents && !nothing->cpu);
        const auto all = AgenticmailRequests::readBeat(R"({"agents":["a","a",""],"cpuUsage":0.5,"memoryUsage":1})");
        QVERIFY(all.has_value());
        QCOMPARE(*all->agents, QStringList{u"a"_s});
        QCOMPARE(all->cpu, 0.5);
        QCOMPARE(all->memoryShare, 1.0);
        QCOMPARE(AgenticmailRequests::readBeat(R"({"memoryUsage":1.5})").error().field, u"memoryUsage"_s);
        QCOMPARE(AgenticmailRequests::readBeat("[]").error().kind, ErrorKind::Invalid);
    }
};

} // namespace muster

QTEST_APPLESS_MAIN(muster::tst_AgenticmailRequests)
#include "tst_AgenticmailRequests.moc"
