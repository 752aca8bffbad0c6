// SPDX-License-Identifier: Apache-2.0
// Who did what, from a shell: what is written down, and what is noticed when somebody writes into the log behind our back.

#include "core/store/SqlConnection.h"
#include "tests/integration/ProgramRun.h"

#include <QFile>
#include <QFileInfo>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_CtlAudit final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_root = std::make_unique<QTemporaryDir>();
        m_folder = m_root->filePath(u"cp"_s);
        start();
    }
    void cleanup() { m_controlPlane.reset(); }

    void changesAreTold()
    {
        changeThings();
        const QJsonArray entries = run(u"audit list --json"_s).array();
        QStringList verbs;
        for (const auto &entry : entries)
            verbs.prepend(entry.toObject().value("verb"_L1).toString());
        QCOMPARE(verbs, (QStringList{u"entity.save"_s, u"cluster.assignment.set"_s, u"node.cordon"_s, u"node.uncordon"_s,
                                     u"cluster.assignment.delete"_s}));
        const QJsonObject cordon = entries.at(2).toObject();
        QCOMPARE(cordon.value("actor"_L1).toString(), u"admin.token"_s);
        QCOMPARE(cordon.value("source"_L1).toString(), u"127.0.0.1"_s);
        QCOMPARE(cordon.value("target"_L1).toString(), u"node/cp-1"_s);
        QCOMPARE(cordon.value("outcome"_L1).toString(), u"ok"_s);
        QCOMPARE(cordon.value("before"_L1).toObject().value("cordoned"_L1).toBool(true), false);
        QCOMPARE(cordon.value("after"_L1).toObject().value("cordoned"_L1).toBool(false), true);

        const CtlOutcome table = run(u"audit list --search node.CORDON --limit 1"_s);
        QVERIFY2(table.output.contains("cordoned: false -> true"), table.output.constData());
        QCOMPARE(table.output.trimmed().split('\n').size(), 2);
        QVERIFY(table.errors.isEmpty());
        const CtlOutcome few = run(u"audit list --limit 2 --output csv"_s);
        QCOMPARE(few.output.count("\r\n"), 3);
        QVERIFY2(few.errors.contains("--limit"), few.errors.constData());
    }

    void whatAKnownCallerWasRefusedIsTold()
    {
        const QString file = m_root->filePath(u"viewer"_s);
        QCOMPARE(run(u"tokens create --tier viewer --name kim --token-out "_s + file).exitCode, 0);
        const QStringList way{u"--url"_s, m_url, u"--token-file"_s, file};
        QCOMPARE(bareCtl(way + QStringList{u"audit"_s, u"list"_s}).exitCode, 4);
        QCOMPARE(bareCtl(way + QStringList{u"nodes"_s, u"remove"_s, u"cp-1"_s, u"--yes"_s}).exitCode, 4);

        const QJsonArray entries = run(u"audit list --search kim --json"_s).array();

        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries.at(0).toObject().value("verb"_L1).toString(), u"access.denied"_s);
        QCOMPARE(entries.at(0).toObject().value("target"_L1).toString(), u"DELETE /api/v1/nodes/cp-1"_s);
        QCOMPARE(entries.at(0).toObject().value("outcome"_L1).toString(), u"refused"_s);
        const QJsonObject made = run(u"audit list --search token.create --json"_s).array().at(0).toObject();
        QCOMPARE(made.value("after"_L1).toObject().value("name"_L1).toString(), u"kim"_s);
        QCOMPARE(made.value("source"_L1).toString(), u"127.0.0.1"_s);
        QVERIFY(!run(u"audit list --json"_s).output.contains(secretIn(file)));
    }

    void aWholeLogSaysWhatItProves()
    {
        changeThings();
        const CtlOutcome whole = run(u"audit verify"_s);
        QVERIFY2(whole.exitCode == 0, (whole.output + whole.errors).constData());
        QVERIFY2(whole.output.contains("whole") && whole.output.contains("could still have made all of them anew"), whole.output.constData());
        const QJsonObject proof = run(u"audit verify --json"_s).object();
        QCOMPARE(proof.value("isWhole"_L1).toBool(), true);
        QCOMPARE(proof.value("entries"_L1).toInt(), 5);
        QVERIFY(proof.value("firstBroken"_L1).isNull());
        QCOMPARE(proof.value("head"_L1).toString().size(), 64);
    }

    void whatWasDoneToTheLogIsFoundOut_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<int>("firstBroken");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("an edited row") << u"UPDATE audit SET actor = 'eve' WHERE number = 2"_s << 2 << "entry 2 is not what was written"_ba;
        QTest::newRow("one in the middle removed") << u"DELETE FROM audit WHERE number = 3"_s << 3 << "entry 3 is missing"_ba;
        QTest::newRow("the tail cut off") << u"DELETE FROM audit WHERE number > 3"_s << 4 << "entries 4 to 5 are missing at the end"_ba;
        QTest::newRow("all removed") << u"DELETE FROM audit"_s << 1 << "entries 1 to 5 are missing"_ba;
    }
    void whatWasDoneToTheLogIsFoundOut()
    {
        QFETCH(QString, sql);
        QFETCH(int, firstBroken);
        QFETCH(QByteArray, words);
        changeThings();
        tamper(sql); // Under the control plane that runs.

        const CtlOutcome found = run(u"audit verify"_s);

        QCOMPARE(found.exitCode, 1);
        QVERIFY2(found.output.contains("NOT WHOLE") && found.output.contains(words), found.output.constData());
        QCOMPARE(run(u"audit verify --json"_s).object().value("firstBroken"_L1).toInt(), firstBroken);
        restart(); // It stays known.
        QCOMPARE(run(u"entities remove agent/hello --yes"_s).exitCode, 0);
        QCOMPARE(run(u"audit verify"_s).exitCode, 1);
    }

    void theSecondFileIsLookedAt_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("words");
        const QByteArray zeros(64, '0');
        QTest::newRow("missing") << QByteArray() << 1 << "audit.head"_ba;
        QTest::newRow("no head") << "5 nonsense\n"_ba << 1 << "audit.head"_ba;
        QTest::newRow("of another log") << "5 " + zeros + '\n' << 1 << "entry 5 is not the one that audit.head was kept of"_ba;
        QTest::newRow("newer") << "9 " + zeros + '\n' << 1 << "entries 6 to 9 are missing at the end"_ba;
        QTest::newRow("older") << "OLDER"_ba << 0 << "audit.head stands at entry 2: it cannot show whether more than 3 were written since"_ba;
    }
    void theSecondFileIsLookedAt()
    {
        QFETCH(QByteArray, head);
        QFETCH(int, exitCode);
        QFETCH(QByteArray, words);
        changeThings();
        QTRY_VERIFY_WITH_TIMEOUT(headFile().startsWith("5 "), 10'000);
        const QJsonObject second = run(u"audit list --json"_s).array().at(3).toObject();
        const QByteArray older = "2 " + second.value("hash"_L1).toString().toLatin1() + '\n';
        QFile file(m_folder + u"/audit.head"_s);
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), 0);
        QVERIFY(file.remove());
        if (!head.isEmpty())
            write(file.fileName(), head == "OLDER" ? older : head);

        const CtlOutcome found = run(u"audit verify"_s);

        QVERIFY2(found.exitCode == exitCode, (found.output + found.errors).constData());
        QVERIFY2(found.output.contains(words), found.output.constData());
        restart();
        QCOMPARE(run(u"audit verify"_s).exitCode, exitCode); // What was wrong stays known, what was only late is made good.
        QVERIFY(!run(u"audit verify"_s).output.contains("stands at entry 2"));
    }

    void anExportIsCheckedWithoutAServer()
    {
        changeThings();
        const QString path = m_root->filePath(u"audit.jsonl"_s);
        QCOMPARE(run(u"audit export %1 --dry-run"_s.arg(path)).exitCode, 0);
        QVERIFY(!QFileInfo::exists(path));
        const CtlOutcome exported = run(u"audit export "_s + path);
        QVERIFY2(exported.exitCode == 0 && exported.output.contains("Wrote 5 entries"), exported.errors.constData());
        QCOMPARE(QFileInfo(path).permissions() & (QFile::ReadGroup | QFile::ReadOther), 0);
        QCOMPARE(run(u"audit export "_s + path).exitCode, 9); // It is there.
        const QByteArrayList lines = read(path).trimmed().split('\n');
        QCOMPARE(lines.size(), 6);
        QVERIFY2(lines.first().contains("\"number\":1,"), lines.first().constData());
        QVERIFY2(lines.last().contains("\"entries\":5"), lines.last().constData());
        const CtlOutcome printed = run(u"audit export -"_s);
        QCOMPARE(printed.output.trimmed().split('\n').first(5), lines.first(5));
        m_controlPlane.reset();

        QCOMPARE(check(lines, 0), QByteArray());
        QVERIFY(check(lines.first(5), 1).contains("cut off"));
        QVERIFY(check(lines.first(3) + lines.last(1), 1).contains("entries 4 to 5 are missing at the end"));
        QVERIFY(check(lines.first(1) + lines.last(4), 1).contains("entry 2 is missing"));
        QByteArrayList edited = lines;
        edited[2].replace("admin.token", "eve");
        QVERIFY(check(edited, 1).contains("entry 3 is not what was written"));
        QVERIFY(check(lines + lines, 1).contains("goes on"));
        write(m_root->filePath(u"other"_s), "hello\n");
        QCOMPARE(bareCtl({u"audit"_s, u"verify"_s, u"--export"_s, m_root->filePath(u"other"_s)}).exitCode, 2);
    }

    void aLogThatWasMadeAnewIsFoundByAnExport()
    {
        changeThings();
        const QString path = m_root->filePath(u"audit.jsonl"_s);
        QCOMPARE(run(u"audit export "_s + path).exitCode, 0);
        QCOMPARE(run(u"queues pause agent"_s).exitCode, 0);
        const CtlOutcome kept = run(u"audit verify --against "_s + path);
        QVERIFY2(kept.exitCode == 0 && kept.output.contains("still has all 5 entries of the export"), kept.output.constData());

        m_controlPlane->terminate();
        QCOMPARE(m_controlPlane->exitCode(), 0);
        tamper(u"DELETE FROM audit"_s);
        QVERIFY(QFile::remove(m_folder + u"/audit.head"_s)); // Whoever may write both.
        start();
        changeThings();

        QCOMPARE(run(u"audit verify"_s).exitCode, 0); // Nothing here can tell,
        const CtlOutcome found = run(u"audit verify --against "_s + path);
        QCOMPARE(found.exitCode, 1); // but what was kept elsewhere can.
        QVERIFY2(found.output.contains("another than in the export"), found.output.constData());
    }

    void aRestoredLogIsWholeInANewFolderOnly()
    {
        changeThings();
        const QString path = m_root->filePath(u"b.backup"_s);
        QCOMPARE(run(u"backup "_s + path).exitCode, 0);
        QCOMPARE(run(u"queues pause agent"_s).exitCode, 0); // The backup has no more than five entries.
        QTRY_VERIFY_WITH_TIMEOUT(headFile().startsWith("6 "), 10'000);
        m_controlPlane->terminate();
        QCOMPARE(m_controlPlane->exitCode(), 0);
        const QString old = m_folder;

        m_folder = m_root->filePath(u"new"_s);
        QCOMPARE(bareCtl({u"restore"_s, path, u"--data"_s, m_folder}).exitCode, 0);
        start();
        QCOMPARE(run(u"queues pause agent"_s).exitCode, 0);
        const CtlOutcome whole = run(u"audit verify"_s);
        QVERIFY2(whole.exitCode == 0 && whole.output.contains("6 entries"), whole.output.constData());
        m_controlPlane.reset();

        m_folder = old;
        QCOMPARE(bareCtl({u"restore"_s, path, u"--data"_s, m_folder, u"--yes"_s}).exitCode, 0);
        start();
        QCOMPARE(run(u"audit verify"_s).exitCode, 1); // One was done here that the backup does not know.
        QCOMPARE(run(u"audit list --limit 1 --json"_s).array().at(0).toObject().value("verb"_L1).toString(), u"audit.gap"_s);
    }

private:
    void start()
    {
        m_controlPlane = startControlPlane(m_folder);
        QVERIFY2(m_controlPlane->isReady(), qPrintable(m_controlPlane->log()));
        m_url = m_controlPlane->url();
    }
    void restart()
    {
        m_controlPlane->terminate();
        QCOMPARE(m_controlPlane->exitCode(), 0);
        start();
    }
    CtlOutcome run(const QString &line) const { return ctl(m_url, m_folder, line.split(u' ')); }
    //! Five entries.
    void changeThings() const
    {
        (void)run(u"entities remove agent/hello --yes"_s);
        for (const auto &line : {u"entities add agent hello -- /bin/cat"_s, u"assignments set agent/hello cp-1"_s, u"nodes cordon cp-1"_s,
                                 u"nodes uncordon cp-1"_s, u"assignments clear agent/hello"_s}) {
            const CtlOutcome done = run(line);
            QVERIFY2(done.exitCode == 0, done.errors.constData());
        }
    }
    //! As somebody who may write into the data folder.
    void tamper(const QString &sql) const
    {
        const auto database = SqlConnection::open(m_folder + u"/muster.sqlite"_s);
        QVERIFY(database);
        for (const auto &trigger : {u"audit_keeps_rows"_s, u"audit_loses_none"_s})
            QVERIFY((*database)->run(u"DROP TRIGGER "_s + trigger));
        QVERIFY((*database)->run(sql));
    }
    //! What is said of an export of \a lines; empty when the exit code is another, or, with 0, when all is well.
    QByteArray check(const QByteArrayList &lines, int exitCode) const
    {
        const QString path = m_root->filePath(u"checked.jsonl"_s);
        write(path, lines.join('\n') + '\n');
        const CtlOutcome outcome = bareCtl({u"audit"_s, u"verify"_s, u"--export"_s, path});
        if (outcome.exitCode != exitCode)
            return exitCode == 0 ? outcome.output + outcome.errors : QByteArray();
        return exitCode == 0 ? QByteArray() : outcome.output;
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static QByteArray secretIn(const QString &path) { return read(path).trimmed().split('.').last(); }
    QByteArray headFile() const { return read(m_folder + u"/audit.head"_s); }

    std::unique_ptr<QTemporaryDir> m_root;
    QString m_folder;
    QString m_url;
    std::unique_ptr<DaemonRun> m_controlPlane;
};

QTEST_GUILESS_MAIN(tst_CtlAudit)
#include "tst_CtlAudit.moc"
