// SPDX-License-Identifier: Apache-2.0
// The console over real sockets and a real store: this machine, a second window on it, read-only, and what goes wrong.
#include "app/desktop/DesktopApp.h"
#include "core/settings/ClusterBook.h"
#include "ui/clusters/ConnectDialog.h"
#include "ui/kit/Field.h"
#include "ui/kit/Toast.h"
#include "ui/nodes/NodesPage.h"
#include "ui/shell/Header.h"
#include "ui/shell/LinkChip.h"
#include "ui/shell/LinkRibbon.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr int kWaitMs = 20'000;

DesktopOptions optionsIn(const QTemporaryDir &folder, StartWith start)
{
    DesktopOptions options;
    options.configFolder = folder.path();
    options.start = start;
    return options;
}

bool isLive(const DesktopApp &app)
{
    return app.view() && app.view()->session().isLive() && app.view()->nodes().rowCount() > 0;
}

} // namespace

class tst_DesktopApp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void thisMachineShowsItself();
    void addressIsWrittenWhileItRuns();
    void secondWindowShowsTheSameCluster();
    void wrongTokenAsksToSignIn();
    void aKeychainThatRefusesIsNotSilent();
    void readOnlyWindowCannotRemove();
    void connectDialogFindsTheRealServer();
    void lockedDataFolderFailsTheStart();
    void lastClusterAndItsViewComeBack();
    void unknownScenarioFailsTheStart();

private:
    QString url() const;
    DesktopOptions remote(const QTemporaryDir &folder) const;

    QTemporaryDir m_folder;
    std::unique_ptr<DesktopApp> m_local;
};

QString tst_DesktopApp::url() const
{
    QFile file(m_folder.filePath(u"local/address"_s));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll().trimmed()) : QString();
}

DesktopOptions tst_DesktopApp::remote(const QTemporaryDir &folder) const
{
    DesktopOptions options = optionsIn(folder, StartWith::Address);
    options.url = QUrl(url());
    options.tokenFile = m_folder.filePath(u"local/admin.token"_s);
    return options;
}

void tst_DesktopApp::initTestCase()
{
    m_local = std::make_unique<DesktopApp>(optionsIn(m_folder, StartWith::Local));
    m_local->start();
    QTRY_VERIFY_WITH_TIMEOUT(isLive(*m_local), kWaitMs);
}

void tst_DesktopApp::thisMachineShowsItself()
{
    QCOMPARE(m_local->view()->nodes().rowCount(), 1);
    QCOMPARE(m_local->window().header()->chip()->content().word, u"This machine"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_local->view()->nodes().statusAt(0), NodeStatus::Online, kWaitMs);
}

void tst_DesktopApp::addressIsWrittenWhileItRuns()
{
    QVERIFY(url().startsWith(u"http://127.0.0.1:"_s));
    QCOMPARE(QFile::permissions(m_folder.filePath(u"local/admin.token"_s)) & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
}

void tst_DesktopApp::secondWindowShowsTheSameCluster()
{
    const QTemporaryDir other;
    DesktopApp second(remote(other));

    second.start();

    QTRY_VERIFY_WITH_TIMEOUT(isLive(second), kWaitMs);
    QCOMPARE(second.view()->nodes().nodeAt(0).id(), m_local->view()->nodes().nodeAt(0).id());
    QCOMPARE(second.window().header()->chip()->content().word, u"Live"_s);
}

void tst_DesktopApp::wrongTokenAsksToSignIn()
{
    const QTemporaryDir other;
    DesktopOptions options = remote(other);
    options.tokenFile = other.filePath(u"token"_s);
    QVERIFY(Secret("not-the-token").toFile(options.tokenFile));
    DesktopApp second(options);

    second.start();

    QTRY_COMPARE_WITH_TIMEOUT(second.window().header()->chip()->content().word, u"Sign-in"_s, kWaitMs);
    QCOMPARE(second.window().ribbon()->content().offer, LinkRibbonContent::Offer::SignIn);
}

void tst_DesktopApp::aKeychainThatRefusesIsNotSilent()
{
    const QByteArray bus = qgetenv("DBUS_SESSION_BUS_ADDRESS");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"); // Nobody keeps secrets there.
    const QTemporaryDir other;
    ClusterProfile profile;
    profile.title = u"Seen before"_s;
    profile.address = {.dialect = u"native"_s, .url = QUrl(url())};
    QVERIFY(ClusterBook(other.path()).put(profile));
    DesktopOptions options = optionsIn(other, StartWith::Address);
    options.url = profile.address.url;
    DesktopApp second(options);

    second.start();

    QTRY_VERIFY_WITH_TIMEOUT(second.window().toast()->text().contains(u"keychain"_s), kWaitMs); // Why one is asked again.
    qputenv("DBUS_SESSION_BUS_ADDRESS", bus);
}

void tst_DesktopApp::readOnlyWindowCannotRemove()
{
    const QTemporaryDir other;
    DesktopOptions options = remote(other);
    options.isReadOnly = true;
    DesktopApp second(options);
    second.start();
    QTRY_VERIFY_WITH_TIMEOUT(isLive(second), kWaitMs);
    ClusterSession &session = second.view()->session();
    QSignalSpy finished(&session.commands(), &CommandLog::finished);

    session.remove(second.view()->nodes().nodeAt(0).id());

    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, kWaitMs);
    const Command *command = session.commands().commands().constFirst();
    QCOMPARE(command->state(), CommandState::Failed);
    QCOMPARE(m_local->view()->nodes().rowCount(), 1);
}

void tst_DesktopApp::connectDialogFindsTheRealServer()
{
    const QTemporaryDir other;
    DesktopApp second(optionsIn(other, StartWith::Remembered));
    second.start();
    ConnectDialog *dialog = second.dialogs().connectTo();
    const Result<Secret> token = Secret::fromFile(m_folder.filePath(u"local/admin.token"_s));
    QVERIFY(token);
    for (Field *field : dialog->findChildren<Field *>()) {
        if (field->accessibleName() == "Address"_L1)
            field->setText(url());
        else if (field->accessibleName() == "Token"_L1)
            field->setText(QString::fromUtf8(token->reveal()));
        else if (field->accessibleName() == "Name"_L1)
            field->setText(u"Office"_s);
    }

    QTest::keyClick(dialog, Qt::Key_Return);
    const auto offers = [dialog] { return dialog->focusWidget() && dialog->focusWidget()->property("text").toString() == u"Connect"; };
    QTRY_VERIFY_WITH_TIMEOUT(offers(), kWaitMs); // What is there is shown first.
    QTest::keyClick(dialog, Qt::Key_Return);

    QTRY_VERIFY_WITH_TIMEOUT(isLive(second), kWaitMs);
    QCOMPARE(second.view()->cluster().face.title, u"Office"_s);
}

void tst_DesktopApp::lockedDataFolderFailsTheStart()
{
    DesktopApp second(optionsIn(m_folder, StartWith::Local));
    QSignalSpy failed(&second, &DesktopApp::startFailed);

    second.start();

    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kWaitMs);
    QCOMPARE(failed.first().first().value<Error>().kind, ErrorKind::Conflict);
}

void tst_DesktopApp::lastClusterAndItsViewComeBack()
{
    const QTemporaryDir other;
    {
        DesktopApp first(optionsIn(other, StartWith::Demo));
        first.start();
        QTRY_VERIFY_WITH_TIMEOUT(isLive(first), kWaitMs);
        first.view()->page()->setView(NodesPage::Table);
        first.view()->openNode(first.view()->nodes().nodeAt(2).id());
    }
    DesktopApp again(optionsIn(other, StartWith::Remembered));

    again.start();

    QTRY_VERIFY_WITH_TIMEOUT(isLive(again), kWaitMs);
    QCOMPARE(again.view()->cluster().scope, QString(kDemoScope));
    QCOMPARE(again.view()->page()->view(), NodesPage::Table);
}

void tst_DesktopApp::unknownScenarioFailsTheStart()
{
    const QTemporaryDir other;
    DesktopOptions options = optionsIn(other, StartWith::Demo);
    options.scenario = u"holiday"_s;
    DesktopApp second(options);
    QSignalSpy failed(&second, &DesktopApp::startFailed);

    second.start();

    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kWaitMs);
    QCOMPARE(failed.first().first().value<Error>().kind, ErrorKind::Invalid);
}

QTEST_MAIN(tst_DesktopApp)
#include "tst_DesktopApp.moc"
