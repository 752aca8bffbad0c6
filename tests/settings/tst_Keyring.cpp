// SPDX-License-Identifier: Apache-2.0
// Secrets with a real keychain, without any, and with one that never answers.

#include "core/settings/Keyring.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLocalServer>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! Hides every message bus of this machine from this process.
void hideBuses(const QTemporaryDir &folder, const QByteArray &address)
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", address);
    qputenv("XDG_RUNTIME_DIR", folder.path().toUtf8());
    qputenv("HOME", folder.path().toUtf8());
    qunsetenv("DISPLAY");
    qunsetenv("WAYLAND_DISPLAY");
}

//! Runs in a child that has a bus and an unlocked keychain of its own.
int roundTrip()
{
    const auto await = [](const auto &future) {
        return QTest::qWaitFor([&future] { return future.isFinished(); }, 8000);
    };
    Keyring writer(u"MusterTest"_s);
    const Future<KeyringState> stored = writer.store(u"cluster/x"_s, Secret("s3cret"));
    if (!await(stored) || *stored.result() != KeyringState::Stored)
        return 10;
    Keyring reader(u"MusterTest"_s);
    const Future<Secret> found = reader.read(u"cluster/x"_s);
    if (!await(found) || !found.result()->matches("s3cret"))
        return 11;
    const Future<void> forgotten = reader.forget(u"cluster/x"_s);
    if (!await(forgotten) || !forgotten.result())
        return 12;
    Keyring late(u"MusterTest"_s);
    const Future<Secret> gone = late.read(u"cluster/x"_s);
    if (!await(gone) || !gone.result()->isEmpty() || late.state() != KeyringState::Stored)
        return 13;
    return 0;
}

} // namespace

class tst_Keyring final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutABusSecretsAreKeptForTheSessionAndItSaysSo()
    {
        const QTemporaryDir folder;
        hideBuses(folder, "unix:path=" + folder.filePath(u"none"_s).toUtf8());
        Keyring keyring(u"MusterTest"_s);
        QSignalSpy changed(&keyring, &Keyring::stateChanged);
        QCOMPARE(keyring.state(), KeyringState::Unknown);

        const Future<KeyringState> stored = keyring.store(u"cluster/x"_s, Secret("s3cret"));

        QTRY_VERIFY_WITH_TIMEOUT(stored.isFinished(), 8000);
        QCOMPARE(*stored.result(), KeyringState::MemoryOnly);
        QVERIFY(!keyring.reason().isEmpty());
        QCOMPARE(changed.count(), 1);
        const Future<Secret> found = keyring.read(u"cluster/x"_s);
        QTRY_VERIFY_WITH_TIMEOUT(found.isFinished(), 8000);
        QVERIFY(found.result()->matches("s3cret"));
    }

    void withoutABusNothingIsWrittenAnywhere()
    {
        const QTemporaryDir folder;
        hideBuses(folder, "unix:path=" + folder.filePath(u"none"_s).toUtf8());
        Keyring keyring(u"MusterTest"_s);
        const Future<KeyringState> stored = keyring.store(u"cluster/x"_s, Secret("very-secret-text"));
        QTRY_VERIFY_WITH_TIMEOUT(stored.isFinished(), 8000);

        const QFileInfoList files = QDir(folder.path()).entryInfoList(QDir::Files | QDir::Hidden);
        for (const QFileInfo &info : files) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(!file.readAll().contains("very-secret-text"));
        }
        Keyring again(u"MusterTest"_s);
        const Future<Secret> found = again.read(u"cluster/x"_s);
        QTRY_VERIFY_WITH_TIMEOUT(found.isFinished(), 8000);
        QVERIFY(found.result()->isEmpty());
    }

    void withoutABusForgettingWorks()
    {
        const QTemporaryDir folder;
        hideBuses(folder, "unix:path=" + folder.filePath(u"none"_s).toUtf8());
        Keyring keyring(u"MusterTest"_s);
        const Future<KeyringState> stored = keyring.store(u"cluster/x"_s, Secret("s3cret"));
        QTRY_VERIFY_WITH_TIMEOUT(stored.isFinished(), 8000);

        const Future<void> forgotten = keyring.forget(u"cluster/x"_s);

        QTRY_VERIFY_WITH_TIMEOUT(forgotten.isFinished(), 8000);
        QVERIFY(forgotten.result());
        QVERIFY(keyring.read(u"cluster/x"_s).result()->isEmpty());
    }

    void whatIsKeptForTheSessionAsksNoKeychain()
    {
        Keyring keyring(u"MusterTest"_s);

        keyring.keep(u"cluster/x"_s, Secret("s3cret"));

        QCOMPARE(keyring.state(), KeyringState::Unknown);
        const Future<Secret> found = keyring.read(u"cluster/x"_s);
        QVERIFY(found.isFinished());
        QVERIFY(found.result()->matches("s3cret"));
    }

    void aServiceThatNeverAnswersIsGivenUpWithoutBlocking()
    {
        const QTemporaryDir folder;
        QLocalServer silent; // Takes connections and says nothing, as a hung bus does.
        QVERIFY(silent.listen(folder.filePath(u"bus"_s)));
        hideBuses(folder, "unix:path=" + folder.filePath(u"bus"_s).toUtf8());
        Keyring keyring(u"MusterTest"_s, nullptr, milliseconds(700));
        QElapsedTimer clock;
        clock.start();

        const Future<KeyringState> stored = keyring.store(u"cluster/x"_s, Secret("s3cret"));

        QVERIFY2(clock.elapsed() < 500, "the call itself blocked");
        QTRY_VERIFY_WITH_TIMEOUT(stored.isFinished(), 5000);
        QCOMPARE(*stored.result(), KeyringState::MemoryOnly);
        QVERIFY(!keyring.reason().isEmpty());
    }

    void withAKeychainSecretsSurviveTheProgram()
    {
        QVERIFY2(!QStandardPaths::findExecutable(u"dbus-run-session"_s).isEmpty(), "install dbus-daemon");
        QVERIFY2(!QStandardPaths::findExecutable(u"gnome-keyring-daemon"_s).isEmpty(), "install gnome-keyring");
        const QTemporaryDir home;
        QProcess child;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_s, home.path());
        environment.insert(u"XDG_RUNTIME_DIR"_s, home.path());
        environment.insert(u"XDG_DATA_HOME"_s, home.filePath(u"data"_s));
        environment.insert(u"MUSTER_KEYRING_CHILD"_s, u"1"_s);
        environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
        environment.remove(u"DISPLAY"_s);
        child.setProcessEnvironment(environment);
        child.setProcessChannelMode(QProcess::MergedChannels);
        const QString script = u"printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec \"$0\""_s;

        child.start(u"dbus-run-session"_s,
                    {u"--"_s, u"sh"_s, u"-c"_s, script, QCoreApplication::applicationFilePath()});

        QVERIFY(child.waitForFinished(30'000));
        QVERIFY2(child.exitStatus() == QProcess::NormalExit && child.exitCode() == 0, child.readAll().constData());
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (qEnvironmentVariableIsSet("MUSTER_KEYRING_CHILD"))
        return roundTrip();
    tst_Keyring test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_Keyring.moc"
