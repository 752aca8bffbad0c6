// SPDX-License-Identifier: Apache-2.0
// T-1: a single-use token that two use at the same moment lets one in, a thousand times over; and no secret is ever seen in the
// arguments, variables or logs of a program. Real programs.
#include "core/base/Secret.h"
#include "tests/security/DoorBench.h"

#include <QDirIterator>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRaces = 1000;
constexpr int kAtOnce = 50; // Races under way at a time.

QByteArray procText(qint64 pid, const QString &name)
{
    QFile file(u"/proc/%1/%2"_s.arg(pid).arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

//! The forms in which a secret could leak.
QByteArrayList formsOf(const QByteArray &secret)
{
    QByteArray reversed = secret;
    std::ranges::reverse(reversed);
    return {secret, secret.toBase64().first(secret.size() / 3 * 4 / 4 * 4), secret.toHex(), secret.toPercentEncoding(), reversed};
}

} // namespace

class tst_JoinTokenUse final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofTwoAtTheSameMomentOneGetsIn()
    {
        DoorBench bench;
        SourcedPeer admin(bench.port());
        int succeeded = 0;
        int refused = 0;
        for (int race = 0; race < kRaces; race += kAtOnce) {
            std::vector<std::unique_ptr<SourcedPeer>> peers;
            QByteArrayList requests;
            for (int i = race; i < race + kAtOnce; ++i) {
                const MadeToken token = bench.made(&admin, R"({"kind":"join"})");
                for (int side = 0; side < 2; ++side) {
                    peers.push_back(std::make_unique<SourcedPeer>(bench.port(), quint32(0x20000 + 2 * i + side)));
                    // In half of the races both say that they are the same node, as after a lost answer.
                    requests.append(bench.joinRequest(token.token, "node-" + QByteArray::number(2 * i + (i % 2 == 0 ? side : 0))));
                }
            }
            for (size_t i = 0; i < peers.size(); ++i)
                QVERIFY(peers[i]->send(requests[qsizetype(i)]));

            for (size_t i = 0; i < peers.size(); i += 2) {
                const int one = SourcedPeer::statusOf(peers[i]->reply());
                const int other = SourcedPeer::statusOf(peers[i + 1]->reply());
                QVERIFY2(std::min(one, other) == 201 && std::max(one, other) == 401, qPrintable(u"%1 and %2 in race %3"_s.arg(one).arg(other).arg(race + int(i) / 2)));
                ++succeeded;
                ++refused;
            }
            QCoreApplication::processEvents(); // Takes the server's log: a full pipe would hold it.
        }
        qInfo("%d races: %d joined, %d were refused", kRaces, succeeded, refused);
        // What was given out is what was kept.
        const QByteArray all = SourcedPeer::bodyOf(admin.ask(bench.request("GET", "/api/v1/tokens", bench.admin())));
        const QJsonArray tokens = QJsonDocument::fromJson(all).object()["tokens"_L1].toArray();
        QCOMPARE(std::ranges::count_if(tokens, [](const QJsonValue &one) { return one[u"kind"].toString() == u"credential"; }), kRaces);
    }

    void noSecretIsShownByAProgram()
    {
        DoorBench bench({u"LOG_LEVEL=debug"_s});
        SourcedPeer admin(bench.port());
        const MadeToken token = bench.made(&admin, R"({"kind":"join"})");
        const MadeToken viewer = bench.made(&admin, R"({"kind":"access","tier":"viewer","name":"ann"})");
        const QString file = keep(&bench, u"once"_s, token.token);
        DaemonRun worker(joining(bench, file, u"w-1"_s), {u"LOG_LEVEL=debug"_s});
        QVERIFY2(worker.isReady(), qPrintable(worker.log()));
        DaemonRun late(joining(bench, file, u"w-2"_s), {u"LOG_LEVEL=debug"_s}); // Its token is used up.
        QCOMPARE(late.exitCode(), 4);
        QProcess follower;
        follower.setProcessEnvironment(cleanEnvironment({}));
        follower.start(QStringLiteral(MUSTER_BINARY_DIR "/bin/musterctl"),
                       {u"events"_s, u"--follow"_s, u"--url"_s, bench.daemon().url(), u"--token-file"_s, keep(&bench, u"ann"_s, viewer.token)});
        QByteArray told;
        const auto follows = [&] { return (told += follower.readAllStandardError()).contains("following"); };
        QTRY_VERIFY_WITH_TIMEOUT(follows(), 10'000);
        // What goes wrong is told of, and must not tell this.
        (void)admin.ask(bench.request("GET", "/api/v1/tokens", viewer.token));
        (void)admin.ask(bench.request("GET", "/api/v1/nodes?token=" + viewer.token, "wrong"));
        (void)admin.ask(bench.joinRequest(token.token, "node-x"));
        (void)admin.ask(bench.request("DELETE", "/api/v1/tokens/" + token.token, viewer.token));
        (void)admin.ask(bench.request("DELETE", "/api/v1/nodes/" + token.token, viewer.token));
        const QByteArray wrong = admin.ask(bench.request("DELETE", "/api/v1/tokens/" + token.token, bench.admin()));
        QCOMPARE(SourcedPeer::statusOf(wrong), 400);
        QVERIFY2(!wrong.contains(token.token.mid(token.token.indexOf('.') + 1)), wrong.constData());
        const QByteArray kept = DoorBench::fileText(bench.folder(u"w-1/credential.json"_s));
        const QByteArray credential = QJsonDocument::fromJson(kept).object()["credential"_L1].toString().toLatin1();
        QVERIFY(credential.contains('.'));

        QByteArrayList shown;
        for (const qint64 pid : {bench.daemon().process().processId(), worker.process().processId(), follower.processId()}) {
            shown += procText(pid, u"cmdline"_s);
            shown += procText(pid, u"environ"_s);
            QVERIFY(shown.first().contains("musterd") && !shown.last().isEmpty());
        }
        follower.terminate();
        QVERIFY(follower.waitForFinished(10'000));
        shown += told + follower.readAllStandardOutput() + follower.readAllStandardError();
        worker.terminate();
        QCOMPARE(worker.exitCode(), 0);
        bench.daemon().terminate();
        QCOMPARE(bench.daemon().exitCode(), 0);
        shown += (worker.log() + late.log() + bench.daemon().log()).toUtf8();
        QVERIFY(bench.daemon().log().contains(QString::fromLatin1(token.id))); // The id may be told, and is.

        for (const QByteArray &key : {token.token, viewer.token, credential, bench.admin(), bench.join()}) {
            const QByteArrayList forms = formsOf(key.mid(key.indexOf('.') + 1));
            for (const QByteArray &form : forms) {
                QVERIFY(form.size() > 20);
                for (const QByteArray &text : std::as_const(shown))
                    QVERIFY2(!text.contains(form), text.constData());
                const QStringList files = filesWith(bench, form);
                QVERIFY2(files.isEmpty(), qPrintable(files.join(u' ')));
            }
        }
    }

private:
    static QString keep(const DoorBench *bench, const QString &name, const QByteArray &token)
    {
        const QString path = bench->folder(name + u".token"_s);
        return Secret(token).toFile(path) ? path : QString();
    }
    static QStringList joining(DoorBench &bench, const QString &file, const QString &name)
    {
        return {u"--join"_s, bench.daemon().url(), u"--join-token-file"_s, file, u"--data"_s, bench.folder(name), u"--name"_s, name};
    }
    //! Files of all programs that hold \a form, but for those that are made to.
    static QStringList filesWith(const DoorBench &bench, const QByteArray &form)
    {
        QStringList found;
        QDirIterator files(bench.folder({}), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            const bool isKey = file.fileName().endsWith(".token"_L1) || file.fileName().endsWith("/credential.json"_L1);
            if (!isKey && file.open(QIODevice::ReadOnly) && file.readAll().contains(form))
                found.append(file.fileName());
        }
        return found;
    }
};

QTEST_GUILESS_MAIN(tst_JoinTokenUse)
#include "tst_JoinTokenUse.moc"
