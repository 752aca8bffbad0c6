// SPDX-License-Identifier: Apache-2.0
// One entry of the book: what is kept of an address, a pin and a way to sign in, and that no secret is.

#include "core/base/Limits.h"
#include "core/settings/ClusterProfile.h"

#include <QJsonDocument>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

ClusterProfile foreign()
{
    ClusterProfile one;
    one.id = u"p1"_s;
    one.title = u"Mail"_s;
    one.address = {.dialect = u"agenticmail"_s, .url = QUrl(u"http://mail.example:3100"_s), .allowsPlainSecrets = true};
    one.address.pin.sha256 = QByteArray(32, '\x5a');
    one.signIn = SignIn::Password;
    one.user = u"kim@example.org"_s;
    one.tenant = u"acme"_s;
    return one;
}

} // namespace

class tst_ClusterProfile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingComesBack()
    {
        const Result<ClusterProfile> again = profileFromJson(toJson(foreign()));
        QVERIFY(again);
        QCOMPARE(*again, foreign());
    }

    void aBookFromBeforeHasTokensAndNoPin()
    {
        const QJsonObject old{{u"id"_s, u"p1"_s}, {u"title"_s, u"prod"_s}, {u"dialect"_s, u"native"_s},
                              {u"url"_s, u"https://prod.example:3100"_s}};
        const Result<ClusterProfile> profile = profileFromJson(old);
        QVERIFY(profile);
        QCOMPARE(profile->signIn, SignIn::Token);
        QVERIFY(profile->address.pin.isEmpty());
        QVERIFY(!profile->address.allowsPlainSecrets);
    }

    void wrongFieldsAreBlamed_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::newRow("pin") << u"pin"_s << u"sha256:abc"_s;
        QTest::newRow("way") << u"signIn"_s << u"fingerprint"_s;
        QTest::newRow("user") << u"user"_s << QString(limits::kNodeTextCharacters + 1, u'x');
    }
    void wrongFieldsAreBlamed()
    {
        QFETCH(QString, field);
        QFETCH(QString, value);
        QJsonObject json = toJson(foreign());
        json.insert(field, value);
        const Result<ClusterProfile> profile = profileFromJson(json);
        QVERIFY(!profile);
        QCOMPARE(profile.error().field, field);
    }

    void theSecretBecomesWhatTheWaySays()
    {
        ClusterProfile profile = foreign();
        const Secret secret(QByteArrayLiteral("s3cret"));
        Credentials shown = profile.credentials(secret);
        QCOMPARE(shown.user, u"kim@example.org"_s);
        QCOMPARE(shown.tenant, u"acme"_s);
        QVERIFY(shown.token.isEmpty() && shown.apiKey.isEmpty());
        QCOMPARE(secretOf(shown, SignIn::Password).reveal(), secret.reveal());
        profile.signIn = SignIn::ApiKey;
        shown = profile.credentials(secret);
        QVERIFY(shown.user.isEmpty() && shown.password.isEmpty());
        QCOMPARE(secretOf(shown, SignIn::ApiKey).reveal(), secret.reveal());
        profile.signIn = SignIn::Token;
        QCOMPARE(profile.credentials(secret).token.reveal(), secret.reveal());
    }
};

QTEST_GUILESS_MAIN(tst_ClusterProfile)
#include "tst_ClusterProfile.moc"
