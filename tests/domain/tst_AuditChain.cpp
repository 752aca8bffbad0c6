// SPDX-License-Identifier: Apache-2.0
#include "core/domain/AuditChain.h"

#include <QJsonObject>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_AuditChain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFieldIsCovered()
    {
        const AuditEntry entry = someEntry();
        const QByteArray hash = auditHashOf("before", entry);
        QCOMPARE(hash.size(), 32);
        QCOMPARE(auditHashOf("before", someEntry()), hash);
        QVERIFY(auditHashOf("other", entry) != hash);
        for (const auto &change : std::initializer_list<void (*)(AuditEntry &)>{
                 [](AuditEntry &one) { ++one.number; }, [](AuditEntry &one) { one.at = one.at + milliseconds(1); },
                 [](AuditEntry &one) { one.actor = u"x"_s; }, [](AuditEntry &one) { one.verb = u"x"_s; },
                 [](AuditEntry &one) { one.target = u"x"_s; }, [](AuditEntry &one) { one.before = 1; },
                 [](AuditEntry &one) { one.after = 1; }, [](AuditEntry &one) { one.source = u"x"_s; },
                 [](AuditEntry &one) { one.outcome = u"x"_s; }, [](AuditEntry &one) { one.note = u"x"_s; }}) {
            AuditEntry changed = entry;
            change(changed);
            QVERIFY(auditHashOf("before", changed) != hash);
        }
    }

    void theTextIsCanonical()
    {
        QCOMPARE(canonicalJsonOf(someEntry()),
                 "{\"actor\":\"kim\",\"after\":{\"a\":1,\"b\":2},\"at\":\"2027-01-15T08:00:00.000Z\",\"before\":null,\"note\":\"\","
                 "\"number\":7,\"outcome\":\"ok\",\"source\":\"10.0.0.7\",\"target\":\"node/w1\",\"verb\":\"node.cordon\"}"_ba);
    }

private:
    static AuditEntry someEntry()
    {
        return {.number = 7,
                .at = {1'800'000'000'000},
                .actor = u"kim"_s,
                .verb = u"node.cordon"_s,
                .target = u"node/w1"_s,
                .before = QJsonValue::Null,
                .after = QJsonObject{{u"b"_s, 2}, {u"a"_s, 1}},
                .source = u"10.0.0.7"_s,
                .outcome = u"ok"_s};
    }
};

QTEST_GUILESS_MAIN(tst_AuditChain)
#include "tst_AuditChain.moc"
