// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/ConnectDialog.h"
#include "ui/clusters/FormRow.h"
#include "ui/clusters/ProbePanel.h"
#include "ui/kit/Field.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QCheckBox>
#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! Answers every probe with what the test put there.
class ScriptedDialect final : public Dialect
{
public:
    QString id() const override { return u"native"_s; }
    QString title() const override { return u"Muster"_s; }
    Future<ProbeReport> probe(const ClusterAddress &, const Credentials &credentials, QObject *) const override
    {
        asked += 1;
        shown = QString::fromUtf8(credentials.token.reveal());
        return QtFuture::makeReadyFuture(answer);
    }
    std::unique_ptr<Cluster> client(const ClusterAddress &, const Credentials &) const override { return nullptr; }
    std::unique_ptr<DialectRoutes> routes() const override { return nullptr; }

    Result<ProbeReport> answer = ProbeReport{.dialect = u"native"_s, .product = u"Muster 0.1.0"_s, .node = u"prod-eu"_s,
                                             .latencyMs = 3.2, .features = Feature::Follow | Feature::Remove,
                                             .isSignedIn = true};
    mutable int asked = 0;
    mutable QString shown;
};

Error failure(ErrorKind kind)
{
    return Error{.kind = kind, .where = u"probing"_s, .what = u"no luck"_s, .code = {}, .field = {}};
}

} // namespace

class tst_ConnectDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
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
    void keychainIsToldHonestly();
    void featuresThatAreThereComeFirst();

private:
    Field *field(const QString &name);
    Button *button(const QString &text);
    QString shownText() const;

    Theme m_theme;
    ScriptedDialect m_dialect;
    std::unique_ptr<Keyring> m_keyring;
    std::unique_ptr<ConnectDialog> m_dialog;
};

void tst_ConnectDialog::init()
{
    m_dialect = ScriptedDialect();
    m_dialog.reset();
    m_keyring = std::make_unique<Keyring>(u"MusterTest"_s, nullptr, milliseconds(50));
    m_dialog = std::make_unique<ConnectDialog>(QList<const Dialect *>{&m_dialect}, *m_keyring, nullptr);
    m_dialog->show();
}

Field *tst_ConnectDialog::field(const QString &name)
{
    for (Field *one : m_dialog->findChildren<Field *>()) {
        if (one->accessibleName() == name)
            return one;
    }
    return nullptr;
}

Button *tst_ConnectDialog::button(const QString &text)
{
    for (Button *one : m_dialog->findChildren<Button *>()) {
        if (one->text() == text)
            return one;
    }
    return nullptr;
}

QString tst_ConnectDialog::shownText() const
{
    QStringList words;
    for (const PlainLabel *label : m_dialog->findChildren<PlainLabel *>()) {
        if (label->isVisible())
            words.append(label->text());
    }
    return words.join(u'\n');
}

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
    QCOMPARE(m_dialect.shown, u"secret"_s);
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
    m_dialect.answer = failure(ErrorKind::Protocol);
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
    QCOMPARE(choice.token.reveal(), QByteArray("secret"));
    QVERIFY(choice.isRemembered);
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

void tst_ConnectDialog::keychainIsToldHonestly()
{
    auto *remember = m_dialog->findChild<QCheckBox *>();
    QVERIFY(remember && remember->isChecked());

    QTRY_VERIFY(m_keyring->state() != KeyringState::Unknown);
    if (m_keyring->state() == KeyringState::MemoryOnly)
        QVERIFY(shownText().contains(u"kept for this session only"_s));
    remember->setChecked(false);

    QVERIFY(shownText().contains(u"Kept for this session only"_s));
}

void tst_ConnectDialog::featuresThatAreThereComeFirst()
{
    const QList<FeatureLine> lines = featureLines(Feature::Ping);

    QCOMPARE(lines.size(), 4);
    QVERIFY(lines.constFirst().isThere);
    QVERIFY(!lines.at(1).isThere);
}

QTEST_MAIN(tst_ConnectDialog)
#include "tst_ConnectDialog.moc"
