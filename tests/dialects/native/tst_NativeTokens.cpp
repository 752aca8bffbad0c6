// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeTokens.h"

#include "core/base/Limits.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

TokenFacts accessFacts()
{
    TokenFacts facts;
    facts.id = TokenId(u"0a1b2c3d4e5f6071"_s);
    facts.tier = Tier::Operator;
    facts.name = u"Ann \"the\" Ops"_s;
    facts.createdAt = Timestamp{1'800'000'000'001};
    facts.createdBy = u"admin"_s;
    facts.expiresAt = Timestamp{1'800'003'600'000};
    facts.lastUsedAt = Timestamp{1'800'000'001'000};
    return facts;
}

TokenFacts joinFacts()
{
    TokenFacts facts;
    facts.id = TokenId(u"ffff"_s);
    facts.kind = TokenKind::Join;
    facts.name = u"vps-02"_s;
    facts.role = NodeRole::All;
    facts.capabilities = {u"docker"_s, u"browser"_s};
    facts.usesLeft = 3;
    facts.createdAt = Timestamp{1'800'000'000'000};
    facts.createdBy = u"admin"_s;
    facts.revokedAt = Timestamp{1'800'000'002'000};
    return facts;
}

TokenFacts credentialFacts()
{
    TokenFacts facts;
    facts.id = TokenId(u"cccc"_s);
    facts.kind = TokenKind::Credential;
    facts.node = NodeId(u"vps-02"_s);
    return facts;
}

QByteArray textOf(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace

class tst_NativeTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listReadsBack()
    {
        const QList<TokenFacts> tokens{accessFacts(), joinFacts(), credentialFacts()};

        const auto read = NativeTokens::readTokens(NativeTokens::write(tokens));

        QVERIFY_RESULT(read);
        QCOMPARE(*read, tokens);
        QVERIFY(NativeTokens::readTokens(NativeTokens::write(QList<TokenFacts>())).value().isEmpty());
    }
    void unknownIsNull()
    {
        const QByteArray body = NativeTokens::write(QList<TokenFacts>{credentialFacts(), accessFacts()});

        const QJsonArray tokens = QJsonDocument::fromJson(body).object()["tokens"_L1].toArray();
        for (const auto key : {"name"_L1, "tier"_L1, "usesLeft"_L1, "createdBy"_L1, "expiresAt"_L1, "revokedAt"_L1, "lastUsedAt"_L1})
            QVERIFY2(tokens[0].toObject().value(key).isNull(), key.data());
        for (const auto key : {"role"_L1, "node"_L1, "usesLeft"_L1})
            QVERIFY2(tokens[1].toObject().value(key).isNull(), key.data());
    }
    void issuedAndGrantReadBack()
    {
        const TlsPin pin{QByteArray(32, '\x5a')};
        const auto issued = NativeTokens::readIssued(NativeTokens::write(IssuedToken{joinFacts(), Secret("ffff.s3cret"), pin}));
        QVERIFY_RESULT(issued);
        QCOMPARE(issued->facts, joinFacts());
        QCOMPARE(issued->token.reveal(), "ffff.s3cret"_ba);
        QCOMPARE(issued->pin, pin);
        const auto plain = NativeTokens::readIssued(NativeTokens::write(IssuedToken{accessFacts(), Secret("ab.c"), {}}));
        QVERIFY_RESULT(plain);
        QVERIFY(plain->pin.isEmpty());
        const auto grant = NativeTokens::readGrant(NativeTokens::write(JoinGrant{credentialFacts(), Secret("cccc.s")}));
        QVERIFY_RESULT(grant);
        QCOMPARE(grant->facts, credentialFacts());
        QCOMPARE(grant->credential.reveal(), "cccc.s"_ba);
    }
    void requestsReadBack()
    {
        const TokenRequest access{TokenKind::Access, Tier::Admin, u"Ann"_s, NodeRole::Worker, {}, milliseconds(60'000)};
        const TokenRequest join{TokenKind::Join, Tier::Viewer, u"vps-02"_s, NodeRole::All, {u"docker"_s}, milliseconds(0), 20};
        for (const TokenRequest &request : {access, join}) {
            const auto read = NativeTokens::readRequest(textOf(NativeTokens::write(request)));
            QVERIFY_RESULT(read);
            QVERIFY(read->kind == request.kind && read->tier == request.tier && read->name == request.name);
            QVERIFY(read->role == request.role && read->capabilities == request.capabilities);
            QVERIFY(read->life == request.life && read->uses == request.uses);
        }
        JoinRequest joining{identityCalled(u"vps-02"_s), Secret("its key"), TokenId(u"forged"_s)};
        const auto read = NativeTokens::readJoin(textOf(NativeTokens::write(joining)));
        QVERIFY_RESULT(read);
        QCOMPARE(read->who, joining.who);
        QVERIFY(read->instance.matches("its key"));
        QVERIFY(read->shown.isEmpty()); // A body does not say what was shown.
    }
    void aBodyDoesNotSayWhoAsks()
    {
        const auto read = NativeTokens::readRequest(R"({"kind":"access","tier":"viewer","createdBy":"root","shown":"ab","evil":{}})");
        QVERIFY_RESULT(read);
        QVERIFY(read->createdBy.isEmpty());
        const auto join = NativeTokens::readJoin(R"({"id":"n1","role":"worker","instance":"k","shown":"ab","token":"ab"})");
        QVERIFY_RESULT(join);
        QVERIFY(join->shown.isEmpty());
    }
    void aWrongRequestNamesTheField_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const char *body, const char *field) {
            QTest::newRow(name) << QByteArray(body) << QString::fromLatin1(field);
        };
        row("no json", "token please", "");
        row("list", "[]", "");
        row("no kind", R"({"tier":"viewer"})", "kind");
        row("unknown kind", R"({"kind":"master"})", "kind");
        row("kind of another type", R"({"kind":7})", "kind");
        row("credential", R"({"kind":"credential"})", "kind");
        row("no tier", R"({"kind":"access"})", "tier");
        row("unknown tier", R"({"kind":"access","tier":"root"})", "tier");
        row("tier of another type", R"({"kind":"access","tier":["admin"]})", "tier");
        row("long name", R"({"kind":"join","name":"12345678901234567890123456789012345678901234567890123456789012345678901234567890x"})", "name");
        row("name with a line end", R"({"kind":"join","name":"a\nb"})", "name");
        row("unknown role", R"({"kind":"join","role":"root"})", "role");
        row("capabilities as text", R"({"kind":"join","capabilities":"docker"})", "capabilities");
        row("capability as number", R"({"kind":"join","capabilities":["a",1]})", "capabilities[1]");
        row("life as text", R"({"kind":"join","lifeMs":"1h"})", "lifeMs");
        row("life with a fraction", R"({"kind":"join","lifeMs":60000.5})", "lifeMs");
        row("life too short", R"({"kind":"join","lifeMs":59999})", "lifeMs");
        row("life of zero", R"({"kind":"join","lifeMs":0})", "lifeMs");
        row("life too long", R"({"kind":"join","lifeMs":31622400001})", "lifeMs");
        row("no uses", R"({"kind":"join","uses":0})", "uses");
        row("too many uses", R"({"kind":"join","uses":1001})", "uses");
        row("huge uses", R"({"kind":"join","uses":1e300})", "uses");
    }
    void aWrongRequestNamesTheField()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, field);

        const auto read = NativeTokens::readRequest(body);

        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::Invalid);
        QCOMPARE(read.error().field, field);
    }
    void aBrokenReplyIsProtocol()
    {
        const QByteArray list = NativeTokens::write(QList<TokenFacts>{accessFacts(), joinFacts()});
        const auto changed = [&list](const QByteArray &from, const QByteArray &to) {
            QByteArray body = list;
            return body.replace(from, to);
        };
        for (const QByteArray &body : {QByteArray("{}"), QByteArray(R"({"tokens":[1]})"), QByteArray(R"({"tokens":{}})"),
                                       changed("\"ffff\"", "\"../x\""), changed("\"kind\":\"join\"", "\"kind\":\"all\""),
                                       changed("\"usesLeft\":3", "\"usesLeft\":-1"), changed("\"operator\"", "\"root\""),
                                       changed("\"createdAt\":\"2", "\"createdAt\":\"x")}) {
            const auto read = NativeTokens::readTokens(body);
            QVERIFY2(!read, body.constData());
            QCOMPARE(read.error().kind, ErrorKind::Protocol);
            QVERIFY(read.error().field.startsWith(u"tokens"));
        }
        // A credential that we could not show again, or that is none.
        for (const Secret &token : {Secret("nodot"), Secret(""), Secret("ab."), Secret(QByteArray(300, 'x'))})
            QVERIFY(!NativeTokens::readGrant(NativeTokens::write(JoinGrant{credentialFacts(), token})));
        QCOMPARE(NativeTokens::readGrant(NativeTokens::write(JoinGrant{accessFacts(), Secret("cc.s")})).error().kind,
                 ErrorKind::Protocol);
    }
    void manyTokensFitOneReply()
    {
        QList<TokenFacts> tokens(limits::kTokens, joinFacts());

        const QByteArray body = NativeTokens::write(tokens);

        QVERIFY(body.size() < limits::kReplyBytes / 4);
        QCOMPARE(NativeTokens::readTokens(body).value().size(), tokens.size());
        tokens.append(joinFacts());
        QVERIFY(!NativeTokens::readTokens(NativeTokens::write(tokens)));
    }
};

} // namespace muster

QTEST_APPLESS_MAIN(muster::tst_NativeTokens)
#include "tst_NativeTokens.moc"
