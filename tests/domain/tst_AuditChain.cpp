// SPDX-License-Identifier: Apache-2.0
#include "core/domain/AuditChain.h"

#include "core/domain/AuditFollower.h"
#include "core/domain/AuditJson.h"

#include <QJsonArray>
#include <QJsonDocument>
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

    void entriesReadBackWithTheirHash()
    {
        for (const QJsonValue &value : {QJsonValue(QJsonValue::Null), QJsonValue(1.5), QJsonValue(qint64(1) << 53), QJsonValue(u"ä\n\u2028\0x"_s),
                                        QJsonValue(QJsonArray{1, QJsonObject{{u"z"_s, true}, {u"a"_s, QJsonValue::Null}}})}) {
            AuditEntry entry = someEntry();
            entry.before = value;
            entry.note = u"ends\nhere 🙂"_s;
            entry.hash = auditHashOf({}, entry);
            const QJsonObject json = QJsonDocument::fromJson(QJsonDocument(toJson(entry)).toJson()).object();
            const Result<AuditEntry> read = auditEntryFromJson(json);
            QVERIFY(read);
            QCOMPARE(*read, entry);
            QCOMPARE(auditHashOf({}, *read), entry.hash);
        }
    }

    void aChainIsFollowedFromItsFirstEntry()
    {
        QList<AuditEntry> entries;
        for (quint64 number = 1; number <= 4; ++number) {
            AuditEntry entry = someEntry();
            entry.number = number;
            entry.hash = auditHashOf(entries.isEmpty() ? QByteArray() : entries.constLast().hash, entry);
            entries.append(entry);
        }
        QVERIFY(proofOf(entries).isWhole);
        QCOMPARE(proofOf(entries).entries, 4);
        QCOMPARE(proofOf(entries).head, entries.constLast().hash);
        QVERIFY(proofOf({}).isWhole);

        QList<AuditEntry> edited = entries;
        edited[1].outcome = u"refused"_s;
        QCOMPARE(proofOf(edited).firstBroken, 2);
        edited[1].hash = auditHashOf(edited[0].hash, edited[1]); // Its own hash is easily made anew; what follows knows the old one.
        QCOMPARE(proofOf(edited).firstBroken, 3);
        QCOMPARE(proofOf(entries.mid(1)).firstBroken, 1);
        QCOMPARE(proofOf({entries[0], entries[2], entries[3]}).firstBroken, 2);
        QCOMPARE(proofOf({entries[0], entries[3]}).text, u"entries 2 to 3 are missing"_s);
        QCOMPARE(proofOf({entries[0], entries[1], entries[1]}).firstBroken, 2);
        QVERIFY(proofOf(entries.first(2)).isWhole); // A chain alone does not know where it ended.
        AuditEntry gap = someEntry();
        gap.number = 1;
        gap.verb = kAuditGap;
        gap.hash = auditHashOf({}, gap);
        QVERIFY(!proofOf({gap}).isWhole);
    }

    void aRowHasWhatTheInterfaceSays()
    {
        for (const auto &key : {u"at"_s, u"actor"_s, u"verb"_s, u"target"_s, u"before"_s, u"after"_s, u"source"_s, u"outcome"_s})
            QVERIFY(toJson(someEntry()).contains(key));
    }

    void wrongEntriesAndProofsAreRefused()
    {
        AuditEntry entry = someEntry();
        entry.hash = auditHashOf({}, entry);
        const QJsonObject whole = toJson(entry);
        for (const QString &key : whole.keys()) {
            QJsonObject json = whole;
            json.remove(key);
            const Result<AuditEntry> read = auditEntryFromJson(json);
            QVERIFY2(!read && read.error().field == key, qPrintable(key));
        }
        QJsonObject json = whole;
        json.insert(u"hash"_s, u"00ff"_s);
        QVERIFY(!auditEntryFromJson(json));
        json = whole;
        json.insert(u"number"_s, 0);
        QVERIFY(!auditEntryFromJson(json));

        const AuditProof proof{.isWhole = false, .entries = 7, .firstBroken = 3, .head = entry.hash, .text = u"no"_s};
        const Result<AuditProof> read = auditProofFromJson(toJson(proof));
        QVERIFY(read);
        QCOMPARE(*read, proof);
        QJsonObject other = toJson(proof);
        other.remove(u"isWhole"_s);
        QVERIFY(!auditProofFromJson(other)); // Whatever is missing proves nothing.
    }

private:
    static AuditProof proofOf(const QList<AuditEntry> &entries)
    {
        AuditFollower chain;
        for (const AuditEntry &entry : entries)
            chain.take(entry);
        return chain.proof();
    }
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
