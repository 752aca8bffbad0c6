// SPDX-License-Identifier: Apache-2.0
// Whom the Connect dialog shows a secret: the chosen kind, over a connection that a person trusts.
#include "tests/ui/clusters/ConnectBench.h"

#include <QSignalSpy>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_ConnectTrust : public QObject, private ConnectBench
{
    Q_OBJECT

private Q_SLOTS:
    void init() { prepare(); }
    void passwordGoesOnlyToTheChosenKind();
    void plainHttpToAnotherProductNeedsATick();
    void plainHttpToOurOwnNeedsATick();
    void ownCertificateIsTrustedOnlyWhenComparedAndTicked();
    void pastedPinIsDemandedAtOnce();
    void nonsenseForAPinIsBlamed();
    void changedCertificateIsAHardStop();
    void fieldsFollowTheKind();
    void missingFeaturesSayWhatTakesTheirPlace();
};

void tst_ConnectTrust::passwordGoesOnlyToTheChosenKind()
{
    m_peer.answer = failure(ErrorKind::Protocol);
    m_dialect.answer = failure(ErrorKind::Protocol);
    m_mail.answer = failure(ErrorKind::Refused); // It answers, and wants a key.
    chooseKind(2);
    field(u"Address"_s)->setText(u"https://peer.example"_s);
    field(u"E-mail"_s)->setText(u"kim@example.org"_s);
    field(u"Password"_s)->setText(u"pw"_s);

    button(u"Connect"_s)->click();

    QTRY_VERIFY(shownText().contains(u"This is AgenticMail, not Cognipeer."_s));
    QVERIFY(m_peer.shown.hasSignIn());
    QVERIFY(m_mail.shown.isEmpty());
    QVERIFY(m_dialect.shown.isEmpty());
}

void tst_ConnectTrust::plainHttpToAnotherProductNeedsATick()
{
    QSignalSpy chosen(m_dialog.get(), &ConnectDialog::chosen);
    chooseKind(1);
    QTest::keyClicks(field(u"Address"_s), u"http://mail.example:3100"_s);
    field(u"API key"_s)->setText(u"key"_s);
    QCheckBox *plain = tick(u"unencrypted to mail.example"_s);
    QVERIFY(plain && !plain->isChecked());

    button(u"Connect"_s)->click();
    QCOMPARE(m_mail.asked, 0);

    plain->setChecked(true);
    button(u"Connect"_s)->click();
    QTRY_VERIFY(button(u"Connect"_s)->hasFocus()); // What is there is shown first.
    button(u"Connect"_s)->click();
    QTRY_COMPARE(chosen.count(), 1);
    QVERIFY(chosen.first().first().value<ConnectChoice>().profile.address.allowsPlainSecrets);
}

//! For a musterd with --insecure; its own banner follows (decisions.md 15).
void tst_ConnectTrust::plainHttpToOurOwnNeedsATick()
{
    QSignalSpy chosen(m_dialog.get(), &ConnectDialog::chosen);
    QTest::keyClicks(field(u"Address"_s), u"http://prod.example:3100"_s);
    field(u"Token"_s)->setText(u"secret"_s);
    QCheckBox *plain = tick(u"Send my token unencrypted to prod.example"_s);
    QVERIFY(plain && !plain->isChecked());

    button(u"Connect"_s)->click();
    QCOMPARE(m_dialect.asked, 0);

    plain->setChecked(true);
    button(u"Connect"_s)->click();
    QTRY_VERIFY(button(u"Connect"_s)->hasFocus()); // What is there is shown first.
    button(u"Connect"_s)->click();
    QTRY_COMPARE(chosen.count(), 1);
    QVERIFY(chosen.first().first().value<ConnectChoice>().profile.address.allowsPlainSecrets);
}

void tst_ConnectTrust::ownCertificateIsTrustedOnlyWhenComparedAndTicked()
{
    QSignalSpy chosen(m_dialog.get(), &ConnectDialog::chosen);
    m_dialect.wants = pinOf('\x5a');
    m_dialect.tlsError = tlsFailure(u"tls-not-trusted"_s, pinOf('\x5a'));
    QTest::keyClicks(field(u"Address"_s), u"https://prod.example:3100"_s);
    field(u"Token"_s)->setText(u"secret"_s);

    button(u"Connect"_s)->click();
    QTRY_VERIFY(shownText().contains(u"Is this really prod.example?"_s));
    QVERIFY(shownText().contains(u"5a5a 5a5a"_s));
    button(u"Connect"_s)->click(); // Pressing again is no consent.
    QTRY_VERIFY(shownText().contains(u"Is this really"_s));
    QCOMPARE(chosen.count(), 0);

    QTest::keyClick(tick(u"I compared it"_s), Qt::Key_Space);
    QTRY_VERIFY(shownText().contains(u"token accepted"_s));
    button(u"Connect"_s)->click();
    QTRY_COMPARE(chosen.count(), 1);
    QCOMPARE(chosen.first().first().value<ConnectChoice>().profile.address.pin, pinOf('\x5a'));
}

void tst_ConnectTrust::pastedPinIsDemandedAtOnce()
{
    m_dialect.wants = pinOf('\x11');
    QTest::keyClicks(field(u"Address"_s), u"https://prod.example:3100"_s);
    field(u"Token"_s)->setText(u"secret"_s);
    field(u"Pin"_s)->setText(u"musterd ready url=https://prod.example:3100 node=a role=all pin="_s + pinOf('\x11').text());

    button(u"Test"_s)->click();

    QTRY_VERIFY(shownText().contains(u"token accepted"_s));
    QCOMPARE(m_dialect.at.pin, pinOf('\x11'));
}

void tst_ConnectTrust::nonsenseForAPinIsBlamed()
{
    QTest::keyClicks(field(u"Address"_s), u"https://prod.example:3100"_s);
    field(u"Token"_s)->setText(u"secret"_s);
    field(u"Pin"_s)->setText(u"sha256:1234"_s);

    button(u"Connect"_s)->click();

    QVERIFY(field(u"Pin"_s)->isInvalid());
    QCOMPARE(m_dialect.asked, 0);
}

void tst_ConnectTrust::changedCertificateIsAHardStop()
{
    QSignalSpy chosen(m_dialog.get(), &ConnectDialog::chosen);
    ClusterProfile known;
    known.id = u"p1"_s;
    known.title = u"prod"_s;
    known.address = {.dialect = u"native"_s, .url = QUrl(u"https://prod.example:3100"_s), .pin = pinOf('\x11')};
    m_dialog->setProfile(known);
    m_dialect.wants = pinOf('\x5a');
    m_dialect.tlsError = tlsFailure(u"tls-pin-differs"_s, pinOf('\x5a'));
    field(u"Token"_s)->setText(u"secret"_s);

    button(u"Connect"_s)->click();

    QTRY_VERIFY(shownText().contains(u"The certificate of prod.example has changed."_s));
    QVERIFY(!tick(u"I compared it"_s));
    QCOMPARE(field(u"Pin"_s)->text(), pinOf('\x11').text()); // Nothing was put there for the person.
    QCOMPARE(chosen.count(), 0);
}

void tst_ConnectTrust::fieldsFollowTheKind()
{
    QVERIFY(field(u"Token"_s)->isVisible());
    chooseKind(1);
    QVERIFY(!field(u"Token"_s)->isVisible());
    QVERIFY(field(u"API key"_s)->isVisible());
    chooseKind(2);
    QVERIFY(!field(u"API key"_s)->isVisible());
    for (const QString &name : {u"E-mail"_s, u"Password"_s, u"Company"_s})
        QVERIFY2(field(name)->isVisible(), qPrintable(name));
}

void tst_ConnectTrust::missingFeaturesSayWhatTakesTheirPlace()
{
    m_peer.answer = ProbeReport{.dialect = u"cognipeer"_s, .product = u"Cognipeer"_s, .node = {}, .latencyMs = 12,
                                .features = {}, .isSignedIn = true};
    chooseKind(2);
    field(u"Address"_s)->setText(u"https://peer.example"_s);
    field(u"E-mail"_s)->setText(u"kim@example.org"_s);
    field(u"Password"_s)->setText(u"pw"_s);

    button(u"Test"_s)->click();

    QTRY_VERIFY(shownText().contains(u"asked every 5\u00A0s"_s));
    QVERIFY(shownText().contains(u"signed in"_s));
}

QTEST_MAIN(tst_ConnectTrust)
#include "tst_ConnectTrust.moc"
