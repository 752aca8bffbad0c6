// SPDX-License-Identifier: Apache-2.0
#include "core/mesh/MeshCodec.h"

#include "tests/mesh/ScriptedHandler.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_MeshCodec : public QObject
{
    Q_OBJECT

    //! \a message there and back.
    template <typename T>
    static T again(const T &message)
    {
        const Result<MeshMessage> read = meshMessageOf(encoded(message));
        if (!read)
            qFatal("%s", qPrintable(read.error().text()));
        return std::get<T>(*read);
    }

private Q_SLOTS:
    void messagesAreReadBack()
    {
        const RunId run{JobId(u"j-01"_s), 7};
        const MeshHello hello{kMeshVersion, NodeId(u"w1"_s), u"abc"_s, 16, {EntityKind::Agent, EntityKind::Browser}, {run}};
        QCOMPARE(again(hello), hello);
        MeshHello logged = hello;
        logged.log = u"q7"_s;
        QCOMPARE(again(logged), logged);
        QCOMPARE(again(MeshWelcome{}), MeshWelcome{});
        QCOMPARE(again(MeshWelcome{kMeshVersion, 0}), (MeshWelcome{kMeshVersion, 0}));
        QCOMPARE(again(MeshWelcome{kMeshVersion, 88}), (MeshWelcome{kMeshVersion, 88}));
        QCOMPARE(again(MeshWelcome{kMeshVersion, 0, true}), (MeshWelcome{kMeshVersion, 0, true}));
        QCOMPARE(again(MeshHeard{12}), MeshHeard{12});
        QCOMPARE(again(MeshHeard{0, true}), (MeshHeard{0, true}));
        const MeshTaken taken{3, run, JobError{u"no-handler"_s, u"none here"_s}};
        QCOMPARE(again(taken), taken);
        const MeshEnded ended{run, {R"({"exitStatus":0,"output":"ü\n"})", std::nullopt}};
        QCOMPARE(again(ended), ended);
        const MeshEnded failed{run, {{}, JobError{u"exit-status"_s, u"ended with 3"_s}}};
        QCOMPARE(again(failed), failed);
        QCOMPARE(again(MeshSettled{run, true}), (MeshSettled{run, true}));
        QCOMPARE(again(MeshCancel{run}), MeshCancel{run});
        const MeshRestart restart{9, agentCalled(u"hello"_s).ref};
        QCOMPARE(again(restart), restart);
        QCOMPARE(again(MeshRestart{9, std::nullopt}), (MeshRestart{9, std::nullopt}));
        const MeshRestarted restarted{9, 2, u"not here"_s};
        QCOMPARE(again(restarted), restarted);
        const MeshLines lines{{agentCalled(u"hello"_s).ref, run}, {{LogStream::Output, u"one"_s}, {LogStream::Error, u"two"_s}}};
        QCOMPARE(again(lines), lines);
        const MeshLines resident{{agentCalled(u"hello"_s).ref, {}}, {{LogStream::Muster, u"started"_s}}};
        QCOMPARE(again(resident), resident);
        MeshLines numbered = lines;
        numbered.number = 41;
        QCOMPARE(again(numbered), numbered);
    }

    void aRunArrivesByteForByte()
    {
        MeshRun message{4, runOf(u"j-01"_s, 2)};
        message.run.payload = "{ \"x\" : 1.0,\n \"y\":\"\\u0000\" }";
        message.run.secrets.insert(u"KEY"_s, Secret(QByteArray("\x00\xff\n", 3)));
        message.run.attemptTimeout = milliseconds(1500);
        const MeshRun read = again(message);
        QCOMPARE(read.delivery, message.delivery);
        QCOMPARE(read.run.id, message.run.id);
        QCOMPARE(read.run.payload, message.run.payload);
        QCOMPARE(read.run.entity.settings, message.run.entity.settings);
        QVERIFY(read.run.secrets.value(u"KEY"_s).matches(QByteArray("\x00\xff\n", 3)));
        QCOMPARE(read.run.attemptTimeout, message.run.attemptTimeout);
    }

    void theLargestFitIntoAFrame()
    {
        MeshRun message{1, runOf(u"j-01"_s)};
        message.run.payload = '"' + QByteArray(limits::kJobPayloadBytes - 2, 'x') + '"';
        QVERIFY(encoded(message).size() < limits::kWsMessageBytes);
        QCOMPARE(again(message).run.payload.size(), limits::kJobPayloadBytes);
    }

    void residentsAreReadBack()
    {
        const MeshResidents read = again(MeshResidents{{{agentCalled(u"hello"_s), {{u"A"_s, Secret("b")}}}}});
        QCOMPARE(read.residents.size(), 1);
        QCOMPARE(read.residents.constFirst().entity.ref, agentCalled(u"hello"_s).ref);
        QVERIFY(read.residents.constFirst().secrets.value(u"A"_s).matches("b"));
    }

    void nonsenseIsProtocol_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text : {"", "[]", "{", R"({"type":1})", R"({"type":"run"})", R"({"type":"hello","version":1})",
                                 R"({"type":"hello","version":1,"node":"../x","window":1})",
                                 R"({"type":"hello","version":1,"node":"w1","window":100000})",
                                 R"({"type":"taken","delivery":-1,"job":"j-01","attempt":1})",
                                 R"({"type":"ended","job":"j 01","attempt":1})",
                                 R"({"type":"lines","entity":"agent/hello","lines":[["odd","x"]]})"})
            QTest::newRow(text) << QByteArray(text);
    }
    void nonsenseIsProtocol()
    {
        QFETCH(QByteArray, text);
        const Result<MeshMessage> read = meshMessageOf(text);
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::Protocol);
    }

    void whatANewerPeerSaysIsPassedOver()
    {
        QCOMPARE(meshMessageOf(R"({"type":"dance"})").error().kind, ErrorKind::Unsupported);
        const auto hello = meshMessageOf(R"({"type":"hello","version":1,"node":"w1","window":1,"kinds":["agent","robot"],"more":1})");
        QCOMPARE(std::get<MeshHello>(*hello).kinds, QList{EntityKind::Agent});
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_MeshCodec)
#include "tst_MeshCodec.moc"
