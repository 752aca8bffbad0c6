// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeDrain.h"

#include "core/base/Limits.h"
#include "tests/support/NodeBuilder.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_NativeDrain : public QObject
{
    Q_OBJECT

    static QByteArray bytes(const QJsonObject &json) { return QJsonDocument(json).toJson(); }

private Q_SLOTS:
    void requestsAreReadBack()
    {
        QCOMPARE(*NativeDrain::readNote(bytes(NativeDrain::write(u"kernel update"_s))), u"kernel update"_s);
        QVERIFY(NativeDrain::readNote({})->isEmpty());
        const DrainRequest asked{milliseconds(900'000), true, u"kernel update"_s};
        const DrainRequest read = *NativeDrain::read(bytes(NativeDrain::write(asked)));
        QCOMPARE(read.deadline, asked.deadline);
        QCOMPARE(read.isImmediate, true);
        QCOMPARE(read.note, asked.note);
        const DrainRequest least = *NativeDrain::read({});
        QVERIFY(!least.deadline && !least.isImmediate && least.note.isEmpty());
    }

    void nonsenseIsBlamed()
    {
        QCOMPARE(NativeDrain::read(R"({"deadlineMs":-1})").error().field, u"deadlineMs"_s);
        QCOMPARE(NativeDrain::read(R"({"deadlineMs":99999999999})").error().field, u"deadlineMs"_s);
        QCOMPARE(NativeDrain::read(R"({"now":"yes"})").error().field, u"now"_s);
        QCOMPARE(NativeDrain::readNote(bytes({{u"note"_s, QString(300, u'x')}})).error().field, u"note"_s);
        QVERIFY(!NativeDrain::read("nonsense"));
    }

    void nodesAreReadBack()
    {
        Node node = nodeCalled(u"aws-1"_s);
        node.cordoned = true;
        node.drain = Drain{2, 5, Timestamp{1'800'000'000'000}, u"crm-sync, 11 min"_s};
        const Result<Node> read = NativeDrain::readNode(NativeDrain::reply(node).body);
        QVERIFY(read);
        QVERIFY(read->cordoned);
        QCOMPARE(read->drain, node.drain);
        QCOMPARE(NativeDrain::readNode("[]").error().kind, ErrorKind::Protocol);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativeDrain)
#include "tst_NativeDrain.moc"
