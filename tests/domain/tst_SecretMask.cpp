// SPDX-License-Identifier: Apache-2.0
#include "core/domain/SecretMask.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

const QString kMask = u"••••••••"_s;

QJsonValue maskedField(const QString &name, const QJsonValue &value)
{
    return masked(QJsonObject{{name, value}})[name];
}

} // namespace

class tst_SecretMask : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesThatSpeakOfSecretsAreMasked_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"token", "accessToken", "GITHUB_TOKEN", "password", "dbPassword", "passwd", "secret", "client-secret",
                                 "Authorization", "proxy-authorization", "credential", "credentials", "key", "KEY", "apiKey", "apikey",
                                 "api_key", "x-api-key", "privateKey", "AWS_SECRET_ACCESS_KEY"})
            QTest::addRow("%s", name) << QString::fromLatin1(name);
    }
    void namesThatSpeakOfSecretsAreMasked()
    {
        QFETCH(QString, name);
        QCOMPARE(maskedField(name, u"s3cret"_s), QJsonValue(kMask));
        // Whatever stands there: no part of it is told.
        QCOMPARE(maskedField(name, 42), QJsonValue(kMask));
        QCOMPARE(maskedField(name, QJsonArray{u"s3cret"_s}), QJsonValue(kMask));
        QCOMPARE(maskedField(name, QJsonObject{{u"inner"_s, u"s3cret"_s}}), QJsonValue(kMask));
        QVERIFY(maskedField(name, QJsonValue()).isNull()); // That nothing is there is no secret.
    }
    void otherNamesAreNot_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"x", "monkey", "keyboard", "turkey", "keys", "text", "url", ""})
            QTest::addRow("\"%s\"", name) << QString::fromLatin1(name);
    }
    void otherNamesAreNot()
    {
        QFETCH(QString, name);
        QCOMPARE(maskedField(name, u"open"_s), QJsonValue(u"open"_s));
    }
    void countsOfTokensAreNone()
    {
        QCOMPARE(maskedField(u"max_tokens"_s, 512), QJsonValue(512));
        QCOMPARE(maskedField(u"maxTokens"_s, 512), QJsonValue(512));
        QCOMPARE(maskedField(u"tokens"_s, QJsonArray{u"s3cret"_s}), QJsonValue(kMask));
        QCOMPARE(maskedField(u"max_tokens"_s, u"512"_s), QJsonValue(kMask));
    }
    void secretsAreFoundAtAnyDepth()
    {
        const QJsonValue deep = QJsonDocument::fromJson(R"([{"a":[{"b":{"password":"s3cret","c":[1,null,true]}}]},"plain"])").array();
        const QJsonValue wanted
            = QJsonDocument::fromJson(R"([{"a":[{"b":{"password":"••••••••","c":[1,null,true]}}]},"plain"])").array();
        QCOMPARE(masked(deep), wanted);
    }
    void plainValuesStay()
    {
        for (const QJsonValue &value : {QJsonValue(), QJsonValue(true), QJsonValue(1.5), QJsonValue(u"token"_s)})
            QCOMPARE(masked(value), value);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_SecretMask)
#include "tst_SecretMask.moc"
