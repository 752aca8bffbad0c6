// SPDX-License-Identifier: Apache-2.0
// Tokens from a shell, against a real control plane: made, listed, ended; who may, who may not, and what is told of it.

#include "core/store/SqlConnection.h"
#include "tests/integration/ProgramRun.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <csignal>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_CtlTokens final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_root = std::make_unique<QTemporaryDir>();
        m_folder = m_root->filePath(u"cp"_s);
        m_controlPlane = startControlPlane(m_folder);
        QVERIFY2(m_controlPlane->isReady(), qPrintable(m_controlPlane->log()));
        m_url = m_controlPlane->url();
    }
    void cleanup() { m_controlPlane.reset(); }

    void aTokenWorksUntilItIsRevoked()
    {
        const QJsonObject made = ctl(m_url, m_folder, words(u"tokens create --tier viewer --name kim -o json"_s)).object();
        QCOMPARE(made.keys(), (QStringList{u"expiresAt"_s, u"id"_s, u"pin"_s, u"token"_s}));
        const QString id = made.value("id"_L1).toString();
        QVERIFY(made.value("token"_L1).toString().startsWith(id + u'.'));
        QVERIFY(made.value("pin"_L1).isNull()); // No TLS on loopback.
        const QString file = keep(made.value("token"_L1).toString());
        QCOMPARE(as(file, u"status"_s).exitCode, 0);
        QVERIFY(!m_controlPlane->log().contains(made.value("token"_L1).toString().section(u'.', 1)));

        const QJsonObject listed = tokenNamed(id);
        QCOMPARE(listed.value("name"_L1).toString(), u"kim"_s);
        QCOMPARE(listed.value("tier"_L1).toString(), u"viewer"_s);
        QCOMPARE(listed.value("state"_L1).toString(), u"active"_s);
        QVERIFY(!ctl(m_url, m_folder, words(u"tokens list -o json"_s)).output.contains(made.value("token"_L1).toString().section(u'.', 1).toLatin1()));

        QCOMPARE(ctl(m_url, m_folder, words(u"tokens revoke "_s + id + u" --dry-run"_s)).exitCode, 0);
        QCOMPARE(as(file, u"status"_s).exitCode, 0);
        QCOMPARE(ctl(m_url, m_folder, words(u"tokens revoke "_s + id)).exitCode, 0);
        QCOMPARE(as(file, u"status"_s).exitCode, 4);
        QCOMPARE(tokenNamed(id).value("state"_L1).toString(), u"revoked"_s);
        QCOMPARE(ctl(m_url, m_folder, words(u"tokens revoke nobody"_s)).exitCode, 8);
    }

    void tiersMayWhatTheyMay_data()
    {
        QTest::addColumn<QString>("tier");
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("exitCode");
        QTest::newRow("viewer looks") << u"viewer"_s << u"nodes list"_s << 0;
        QTest::newRow("viewer tokens create") << u"viewer"_s << u"tokens create --tier viewer"_s << 4;
        QTest::newRow("viewer tokens list") << u"viewer"_s << u"tokens list"_s << 4;
        QTest::newRow("viewer nodes remove") << u"viewer"_s << u"nodes remove cp-1 --yes"_s << 4;
        QTest::newRow("viewer nodes restart") << u"viewer"_s << u"nodes restart cp-1"_s << 4;
        QTest::newRow("viewer reach") << u"viewer"_s << u"reach 127.0.0.1:1"_s << 4;
        QTest::newRow("viewer backup") << u"viewer"_s << u"backup -"_s << 4;
        QTest::newRow("viewer tries a cordon") << u"viewer"_s << u"nodes cordon cp-1 --dry-run"_s << 4;
        QTest::newRow("viewer tries a pin") << u"viewer"_s << u"assignments set agent/hello cp-1 --dry-run"_s << 4;
        QTest::newRow("operator tries a token") << u"operator"_s << u"tokens create --tier viewer --dry-run"_s << 4;
        QTest::newRow("operator tries a drain") << u"operator"_s << u"nodes drain cp-1 --dry-run"_s << 0;
        QTest::newRow("operator pings") << u"operator"_s << u"nodes ping cp-1"_s << 0;
        QTest::newRow("operator tokens list") << u"operator"_s << u"tokens list"_s << 4;
        QTest::newRow("operator tokens revoke") << u"operator"_s << u"tokens revoke abc"_s << 4;
        QTest::newRow("operator backup") << u"operator"_s << u"backup -"_s << 4;
        QTest::newRow("admin") << u"admin"_s << u"tokens list"_s << 0;
    }
    void tiersMayWhatTheyMay()
    {
        QFETCH(QString, tier);
        QFETCH(QString, line);
        QFETCH(int, exitCode);
        const CtlOutcome outcome = as(tokenOf(tier), line);
        QVERIFY2(outcome.exitCode == exitCode, outcome.errors.constData());
        if (exitCode == 4) {
            QVERIFY2(outcome.errors.contains(" needs a token of tier "), outcome.errors.constData());
            QVERIFY2(outcome.output.isEmpty(), outcome.output.constData());
        }
    }

    //! What is tried is refused as it would be in earnest.
    void aTokenOfATenantTriesNoMoreThanItMay()
    {
        const QString file = m_root->filePath(u"acme"_s);
        QCOMPARE(ctl(m_url, m_folder, words(u"tokens create --tier admin --tenant acme --token-out "_s + file)).exitCode, 0);
        for (const auto &line : {u"nodes cordon cp-1"_s, u"nodes drain cp-1"_s, u"entities add agent xy --tenant globex"_s}) {
            const QString end = line.startsWith("entities"_L1) ? u" -- /bin/cat"_s : QString();
            const CtlOutcome earnest = as(file, line + end);
            const CtlOutcome tried = as(file, line + u" --dry-run"_s + end);
            QVERIFY2(earnest.exitCode == 4, earnest.errors.constData());
            QVERIFY2(tried.exitCode == 4, tried.errors.constData());
            QVERIFY2(earnest.errors.contains(tried.errors.mid(sizeof("musterctl:") - 1).trimmed()), (tried.errors + earnest.errors).constData());
        }
        QCOMPARE(as(file, u"entities add agent xy --tenant acme --dry-run -- /bin/cat"_s).exitCode, 0);
    }

    //! Who presses Tab waits for nobody.
    void aHungControlPlaneHasNoNames()
    {
        ctl(m_url, m_folder, words(u"status"_s));
        QCOMPARE(::kill(pid_t(m_controlPlane->process().processId()), SIGSTOP), 0);
        QElapsedTimer took;
        took.start();
        const CtlOutcome asked = bareCtl({u"completion"_s, u"words"_s, u"--"_s, u"--url"_s, m_url, u"--token-file"_s,
                                          m_folder + u"/admin.token"_s, u"nodes"_s, u"show"_s, QString()});
        QVERIFY2(took.elapsed() < 5000, qPrintable(QString::number(took.elapsed()))); // A call waits for ten seconds.
        QCOMPARE(asked.exitCode, 0);
        QVERIFY2((asked.output + asked.errors).isEmpty(), (asked.output + asked.errors).constData());
    }

    void anExpiredTokenIsRefused()
    {
        const QString file = tokenOf(u"admin"_s);
        const QString id = secretIn(file).section(u'.', 0, 0);
        QCOMPARE(as(file, u"status"_s).exitCode, 0);
        m_controlPlane->terminate();
        QCOMPARE(m_controlPlane->exitCode(), 0);
        expire(id);
        m_controlPlane = startControlPlane(m_folder);
        QVERIFY2(m_controlPlane->isReady(), qPrintable(m_controlPlane->log()));
        m_url = m_controlPlane->url();

        QCOMPARE(as(file, u"status"_s).exitCode, 4);
        QCOMPARE(tokenNamed(id).value("state"_L1).toString(), u"expired"_s);
    }

    void aJoinTokenLetsOneWorkerIn()
    {
        const QString file = m_root->filePath(u"join"_s);
        const CtlOutcome made = ctl(m_url, m_folder, words(u"tokens create --join --ttl 15m --token-out "_s + file));
        QVERIFY2(made.exitCode == 0, made.errors.constData());
        QVERIFY2(made.output.contains("musterd --join " + m_url.toUtf8() + " --join-token-file join.token\n"), made.output.constData());
        QVERIFY(!made.output.contains(secretIn(file).toLatin1()));
        QCOMPARE(as(file, u"status"_s).exitCode, 4); // It opens nothing else.

        DaemonRun worker({u"--join"_s, m_url, u"--join-token-file"_s, file, u"--data"_s, m_root->filePath(u"w"_s), u"--name"_s, u"w-1"_s});
        QVERIFY2(worker.isReady(), qPrintable(worker.log()));
        QVERIFY(!nodeNamed(m_url, m_folder, u"w-1"_s).isEmpty());
        DaemonRun second({u"--join"_s, m_url, u"--join-token-file"_s, file, u"--data"_s, m_root->filePath(u"w2"_s), u"--name"_s, u"w-2"_s});
        QCOMPARE(second.exitCode(), 4);
        const QJsonArray tokens = ctl(m_url, m_folder, words(u"tokens list -o json"_s)).array();
        QStringList kinds;
        for (const auto &token : tokens)
            kinds.append(token.toObject().value("kind"_L1).toString() + u' ' + token.toObject().value("state"_L1).toString());
        kinds.sort();
        QCOMPARE(kinds, (QStringList{u"credential active"_s, u"join used up"_s}));
    }

    void refusalsAreToldToWhoeverFollows()
    {
        const QString viewer = tokenOf(u"viewer"_s);
        QProcess follower;
        follower.setProcessEnvironment(cleanEnvironment({}));
        follower.start(QStringLiteral(MUSTER_BINARY_DIR "/bin/musterctl"),
                       {u"events"_s, u"--follow"_s, u"--url"_s, m_url, u"--token-file"_s, m_folder + u"/admin.token"_s});
        QByteArray notes;
        const auto isLive = [&] { return (notes += follower.readAllStandardError()).contains("following"); };
        QTRY_VERIFY_WITH_TIMEOUT(isLive(), 10'000);

        QCOMPARE(as(viewer, u"nodes remove cp-1 --yes"_s).exitCode, 4);

        QByteArray told;
        const auto isTold = [&] { return (told += follower.readAllStandardOutput()).contains("access-refused"); };
        QTRY_VERIFY_WITH_TIMEOUT(isTold(), 10'000);
        QVERIFY2(told.contains(" asked to remove cp-1: refused (from 127.0.0.1)"), told.constData());
        follower.terminate();
        QVERIFY(follower.waitForFinished(10'000));
    }

private:
    static QStringList words(const QString &line) { return line.split(u' '); }
    CtlOutcome as(const QString &tokenFile, const QString &line) const
    {
        return bareCtl(QStringList{u"--url"_s, m_url, u"--token-file"_s, tokenFile} + words(line));
    }
    QString tokenOf(const QString &tier) const
    {
        const QString file = m_root->filePath(tier);
        const CtlOutcome made = ctl(m_url, m_folder, words(u"tokens create --tier "_s + tier + u" --token-out "_s + file));
        return made.exitCode == 0 ? file : QString::fromUtf8(made.errors);
    }
    QString keep(const QString &token) const
    {
        const QString path = m_root->filePath(u"kept"_s);
        QFile file(path);
        const bool isKept = file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
            && file.write(token.toLatin1()) == token.size();
        return isKept ? path : QString();
    }
    static QString secretIn(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll().trimmed()) : QString();
    }
    QJsonObject tokenNamed(const QString &id) const
    {
        const QJsonArray tokens = ctl(m_url, m_folder, words(u"tokens list -o json"_s)).array();
        for (const auto &token : tokens) {
            if (token.toObject().value("id"_L1).toString() == id)
                return token.toObject();
        }
        return {};
    }
    //! As if its time had passed while the control plane was down: the shortest life is a minute. Ids are hex digits.
    void expire(const QString &id) const
    {
        const auto database = SqlConnection::open(m_folder + u"/muster.sqlite"_s);
        QVERIFY(database);
        QVERIFY((*database)->run(u"UPDATE tokens SET expires_at = created_at + 1 WHERE id = '%1'"_s.arg(id)));
    }

    std::unique_ptr<QTemporaryDir> m_root;
    QString m_folder;
    QString m_url;
    std::unique_ptr<DaemonRun> m_controlPlane;
};

QTEST_GUILESS_MAIN(tst_CtlTokens)
#include "tst_CtlTokens.moc"
