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
    void tabGoesFromTopToBottom_data();
    void tabGoesFromTopToBottom();
    void typedKeyIsNotTheName();
    void rowsStandTogether_data();
    void rowsStandTogether();
    void wrongAddressIsBlamedAtItsField_data();
    void wrongAddressIsBlamedAtItsField();
    void missingTokenIsBlamedWhenConnecting();
    void testGoesWithoutAToken();
    void testShowsWhatIsThereBeforeAnythingIsSaved();
    void refusedTokenIsBlamedAtItsField();
    void unreachableAddressIsBlamedAtItsField();
    void anotherServerIsSaid();
    void connectShowsWhatIsThereAndThenChooses();
    void otherAddressForgetsTheAnswer();
    void nothingIsRememberedUnlessTicked();
    void keychainIsToldHonestly();
    void featuresThatAreThereComeFirst();
};

void tst_ConnectDialog::tabGoesFromTopToBottom_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("way"); // Of signing in; -1: there is but one.
    QTest::newRow("Muster") << 0 << -1;
    QTest::newRow("AgenticMail, key") << 1 << 0;
    QTest::newRow("AgenticMail, password") << 1 << 1;
    QTest::newRow("Cognipeer, first way") << 2 << 0;
    QTest::newRow("Cognipeer, second way") << 2 << 1;
}

void tst_ConnectDialog::tabGoesFromTopToBottom()
{
    QFETCH(int, kind);
    QFETCH(int, way);
    chooseKind(kind);
    for (SegmentedControl *one : m_dialog->findChildren<SegmentedControl *>()) {
        if (way >= 0 && one->accessibleName() == u"Sign in with"_s)
            one->setCurrent(way);
    }
    field(u"Address"_s)->setText(u"https://console.example"_s);
    Q_EMIT field(u"Address"_s)->textEdited({}); // The pin and all that depends on the address.
    m_dialog->activateWindow();
    QTRY_VERIFY_WITH_TIMEOUT(m_dialog->isActiveWindow(), 5000);
    const QRect ground = m_dialog->rect();
    const auto placeOf = [this](const QWidget *one) { return one->mapTo(m_dialog.get(), one->rect().center()); };

    field(u"Address"_s)->setFocus();
    QStringList visited{u"Address"_s};
    QPoint before = placeOf(field(u"Address"_s));
    while (m_dialog->focusWidget() != button(u"Connect"_s) && visited.size() < 30) {
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
        const QWidget *now = m_dialog->focusWidget();
        visited += now->accessibleName();
        QVERIFY2(ground.contains(placeOf(now)), qPrintable(visited.join(u" > "_s)));
        // On the way down, or on the same line on the way to its end.
        const bool isOnward = placeOf(now).y() > before.y() + 8
            || (qAbs(placeOf(now).y() - before.y()) <= 8 && placeOf(now).x() > before.x());
        QVERIFY2(isOnward, qPrintable(visited.join(u" > "_s)));
        before = placeOf(now);
    }
    QVERIFY2(m_dialog->focusWidget() == button(u"Connect"_s), qPrintable(visited.join(u" > "_s)));
    QVERIFY2(visited.contains(u"Name"_s) && visited.contains(u"Pin"_s), qPrintable(visited.join(u" > "_s)));
}

void tst_ConnectDialog::typedKeyIsNotTheName()
{
    chooseKind(1);
    m_dialog->activateWindow();
    QTRY_VERIFY_WITH_TIMEOUT(m_dialog->isActiveWindow(), 5000);
    field(u"Address"_s)->setFocus();
    QTest::keyClicks(m_dialog->focusWidget(), u"http://127.0.0.1:3100"_s);

    // The next field behind the address is the one of the secret.
    do
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
    while (!qobject_cast<QLineEdit *>(m_dialog->focusWidget()));
    QTest::keyClicks(m_dialog->focusWidget(), u"the-key"_s);

    QCOMPARE(field(u"API key"_s)->text(), u"the-key"_s);
    QCOMPARE(field(u"API key"_s)->echoMode(), QLineEdit::Password);
    QVERIFY(field(u"Name"_s)->text().isEmpty());
}

void tst_ConnectDialog::rowsStandTogether_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("Muster") << 0;
    QTest::newRow("AgenticMail") << 1;
    QTest::newRow("Cognipeer") << 2;
}

void tst_ConnectDialog::rowsStandTogether()
{
    QFETCH(int, kind);
    chooseKind(kind);
    QCoreApplication::processEvents();
    QList<QRect> rows;
    for (const FormRow *row : m_dialog->findChildren<FormRow *>()) {
        if (row->isVisible())
            rows += QRect(row->mapTo(m_dialog.get(), QPoint()), row->size());
    }
    std::ranges::sort(rows, {}, &QRect::top);
    QVERIFY(rows.size() >= 5);

    for (int i = 1; i < rows.size(); ++i)
        QVERIFY2(rows[i].top() - rows[i - 1].bottom() <= 16, qPrintable(u"%1 px below row %2"_s.arg(rows[i].top() - rows[i - 1].bottom()).arg(i)));
}

void tst_ConnectDialog::wrongAddressIsBlamedAtItsField_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("nothing") << QString();
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

void tst_ConnectDialog::connectShowsWhatIsThereAndThenChooses()
{
    QSignalSpy chosen(m_dialog.get(), &ConnectDialog::chosen);
    field(u"Address"_s)->setText(u"127.0.0.1:3100"_s);
    field(u"Token"_s)->setText(u"secret"_s);
    field(u"Name"_s)->setText(u"Office"_s);

    button(u"Connect"_s)->click();

    QTRY_VERIFY(shownText().contains(u"Muster 0.1.0"_s));
    QCOMPARE(chosen.count(), 0);
    QVERIFY(m_dialog->isVisible());
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);
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
    for (const FeatureLine &line : lines) // What is not there is said, not struck out.
        QCOMPARE(line.words.contains(u"not"_s), !line.isThere);
}

QTEST_MAIN(tst_ConnectDialog)
#include "tst_ConnectDialog.moc"
