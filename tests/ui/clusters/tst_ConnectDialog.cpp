// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/clusters/ConnectBench.h"

#include <QSignalSpy>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_ConnectDialog : public QObject, private ConnectBench
{
    Q_OBJECT

private Q_SLOTS:
    void init() { prepare(); }
    void wrongAddressIsBlamedAtItsField_data();
    void wrongAddressIsBlamedAtItsField();
    void missingTokenIsBlamedWhenConnecting();
    void testGoesWithoutAToken();
    void testShowsWhatIsThereBeforeAnythingIsSaved();
    void refusedTokenIsBlamedAtItsField();
    void unreachableAddressIsBlamedAtItsField();
    void anotherServerIsSaid();
    void connectProbesFirstAndThenChooses();
    void otherAddressForgetsTheAnswer();
    void nothingIsRememberedUnlessTicked();
    void keychainIsToldHonestly();
    void featuresThatAreThereComeFirst();
};

void tst_ConnectDialog::wrongAddressIsBlamedAtItsField_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("nothing") << QString();
    QTest::newRow("plain http beyond loopback") << u"http://prod.example:3100"_s;
    QTest::newRow("path") << u"https://prod.example/api"_s;
    QTest::newRow("another scheme") << u"ftp://prod.example"_s;
}

void tst_ConnectDialog::wrongAddressIsBlamedAtItsField()
{
    QFETCH(QString, typed);
    field(u"Address"_s)->setText(typed);
    field(u"Token"_s)->setText(u"secret"_s);

    button(u"Connect"_s)->click();

    QVERIFY(field(u"Address"_s)->isInvalid());
    QVERIFY(!field(u"Token"_s)->isInvalid());
    QCOMPARE(m_dialect.asked, 0);
}

void tst_ConnectDialog::missingTokenIsBlamedWhenConnecting()
{
    field(u"Address"_s)->setText(u"http://127.0.0.1:3100"_s);

    button(u"Connect"_s)->click();

    QVERIFY(field(u"Token"_s)->isInvalid());
    QCOMPARE(m_dialect.asked, 0);
}

void tst_ConnectDialog::testGoesWithoutAToken()
{
    field(u"Address"_s)->setText(u"http://127.0.0.1:3100"_s);

    button(u"Test"_s)->click();

    QCOMPARE(m_dialect.asked, 1);
}

void tst_ConnectDialog::testShowsWhatIsThereBeforeAnythingIsSaved()
{
    QSignalSpy chosen(m_dialog.get(), &ConnectDialog::chosen);
    field(u"Address"_s)->setText(u"http://127.0.0.1:3100"_s);
    field(u"Token"_s)->setText(u"secret"_s);

    button(u"Test"_s)->click();

    QTRY_VERIFY(shownText().contains(u"Muster 0.1.0"_s));
    QVERIFY(shownText().contains(u"3.2\u00A0ms"_s));
    QVERIFY(shownText().contains(u"token accepted"_s));
    QVERIFY(shownText().contains(u"Nodes can be removed"_s));
    QCOMPARE(m_dialect.shown.token.reveal(), QByteArray("secret"));
    QCOMPARE(field(u"Name"_s)->text(), u"prod-eu"_s);
    QCOMPARE(chosen.count(), 0);
}

void tst_ConnectDialog::refusedTokenIsBlamedAtItsField()
{
    m_dialect.answer = failure(ErrorKind::Refused);
    field(u"Address"_s)->setText(u"http://127.0.0.1:3100"_s);
    field(u"Token"_s)->setText(u"wrong"_s);

    button(u"Test"_s)->click();

    QTRY_VERIFY(field(u"Token"_s)->isInvalid());
    QVERIFY(!field(u"Address"_s)->isInvalid());
}

void tst_ConnectDialog::unreachableAddressIsBlamedAtItsField()
{
    m_dialect.answer = failure(ErrorKind::Unreachable);
    field(u"Address"_s)->setText(u"http://127.0.0.1:1"_s);

    button(u"Test"_s)->click();

    QTRY_VERIFY(field(u"Address"_s)->isInvalid());
}

void tst_ConnectDialog::anotherServerIsSaid()
{
    for (ScriptedDialect *one : {&m_dialect, &m_mail, &m_peer})
        one->answer = failure(ErrorKind::Protocol);
    field(u"Address"_s)->setText(u"http://127.0.0.1:80"_s);

    button(u"Test"_s)->click();

    QTRY_VERIFY(field(u"Address"_s)->isInvalid());
    QVERIFY(shownText().contains(u"not a control plane"_s));
}

void tst_ConnectDialog::connectProbesFirstAndThenChooses()
{
    QSignalSpy chosen(m_dialog.get(), &ConnectDialog::chosen);
    field(u"Address"_s)->setText(u"127.0.0.1:3100"_s);
    field(u"Token"_s)->setText(u"secret"_s);
    field(u"Name"_s)->setText(u"Office"_s);

    button(u"Connect"_s)->click();

    QTRY_COMPARE(chosen.count(), 1);
    QCOMPARE(m_dialect.asked, 1);
    const auto choice = chosen.first().first().value<ConnectChoice>();
    QCOMPARE(choice.profile.title, u"Office"_s);
    QCOMPARE(choice.profile.address.dialect, u"native"_s);
    QCOMPARE(choice.profile.address.url.port(), 3100);
    QCOMPARE(choice.secret.reveal(), QByteArray("secret"));
    QCOMPARE(choice.profile.signIn, SignIn::Token);
    QVERIFY(!choice.isRemembered);
    QVERIFY(!m_dialog->isVisible());
}

void tst_ConnectDialog::otherAddressForgetsTheAnswer()
{
    field(u"Address"_s)->setText(u"http://127.0.0.1:3100"_s);
    button(u"Test"_s)->click();
    QTRY_VERIFY(shownText().contains(u"Muster 0.1.0"_s));

    QTest::keyClicks(field(u"Address"_s), u"1"_s);

    QVERIFY(!shownText().contains(u"Muster 0.1.0"_s));
}

void tst_ConnectDialog::nothingIsRememberedUnlessTicked()
{
    auto *remember = tick(u"keychain"_s);
    QVERIFY(remember && !remember->isChecked());
    QVERIFY(shownText().contains(u"Kept until you quit"_s));

    remember->setChecked(true);

    // Not even now is the keychain woken: only Connect puts something there.
    QCOMPARE(m_keyring->state(), KeyringState::Unknown);
    QVERIFY(shownText().contains(u"when you connect"_s));
}

void tst_ConnectDialog::keychainIsToldHonestly()
{
    tick(u"keychain"_s)->setChecked(true);

    const Future<KeyringState> stored = m_keyring->store(u"cluster/x"_s, Secret("x"));
    QTRY_VERIFY(stored.isFinished());

    if (m_keyring->state() == KeyringState::MemoryOnly)
        QVERIFY(shownText().contains(u"no usable keychain"_s));
    else
        QVERIFY(shownText().contains(u"there and open"_s));
}

void tst_ConnectDialog::featuresThatAreThereComeFirst()
{
    const QList<FeatureLine> lines = featureLines(Feature::Ping | Feature::Tokens);

    QCOMPARE(lines.size(), 7);
    QVERIFY(lines.at(0).isThere && lines.at(1).isThere);
    QVERIFY(!lines.at(2).isThere);
}

QTEST_MAIN(tst_ConnectDialog)
#include "tst_ConnectDialog.moc"
