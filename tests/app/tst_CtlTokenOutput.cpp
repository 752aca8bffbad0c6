// SPDX-License-Identifier: Apache-2.0
// Tokens, connection tests and the audit log as they are printed: shapes, what to do next, and no secret where none belongs.

#include "app/ctl/AuditOutput.h"
#include "app/ctl/ReachOutput.h"
#include "app/ctl/TokenOutput.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr Timestamp kNow{1'800'000'000'000};
const QString kHostile = QString::fromUtf8("a\x1b[2J\xe2\x80\xae" "b\r\nc");

TokenFacts tokenOf(TokenKind kind)
{
    TokenFacts facts;
    facts.id = TokenId(u"tk-1"_s);
    facts.kind = kind;
    facts.tier = Tier::Operator;
    facts.usesLeft = kind == TokenKind::Join ? 1 : 0;
    facts.createdAt = kNow - milliseconds(1000);
    facts.createdBy = u"kim"_s;
    facts.expiresAt = kNow + milliseconds(3'600'000);
    return facts;
}

IssuedToken issuedOf(TokenKind kind, bool hasPin = true)
{
    return {tokenOf(kind), Secret("tk-1.the-secret"), hasPin ? TlsPin{QByteArray(32, '\xab')} : TlsPin{}};
}

CtlOptions optionsFor(const QString &url, OutputForm form = OutputForm::Table)
{
    CtlOptions options;
    options.address = {u"native"_s, QUrl(url)};
    options.form = form;
    return options;
}

QJsonObject objectOf(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8()).object();
}

} // namespace

class tst_CtlTokenOutput final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void createHasTheShapeOfTheIssue()
    {
        const QJsonObject json = objectOf(createdText(issuedOf(TokenKind::Join), optionsFor(u"https://cp:3100"_s, OutputForm::Json)));
        QCOMPARE(json.keys(), (QStringList{u"expiresAt"_s, u"id"_s, u"pin"_s, u"token"_s}));
        QCOMPARE(json.value("token"_L1).toString(), u"tk-1.the-secret"_s);
        QCOMPARE(json.value("pin"_L1).toString(), u"sha256:"_s + u"ab"_s.repeated(32));
        QCOMPARE(json.value("expiresAt"_L1).toString(), (kNow + milliseconds(3'600'000)).toIso8601());
        const QJsonObject plain = objectOf(createdText(issuedOf(TokenKind::Access, false), optionsFor(u"http://127.0.0.1:3100"_s, OutputForm::Json)));
        QVERIFY(plain.contains("pin"_L1) && plain.value("pin"_L1).isNull());
    }

    void aJoinTokenComesWithTwoLinesAndNoSecretInThem()
    {
        const QString text = createdText(issuedOf(TokenKind::Join), optionsFor(u"https://10.0.0.5:3100"_s));
        QVERIFY(text.contains("(umask 077; cat > join.token)"_L1));
        const QString command = u"  musterd --join https://10.0.0.5:3100 --pin sha256:"_s + u"ab"_s.repeated(32)
            + u" --join-token-file join.token\n"_s;
        QVERIFY2(text.contains(command), qPrintable(text));
        QCOMPARE(text.count("the-secret"_L1), 1); // Where it is shown, and in no command.
    }

    void theLineThatEndsItReachesTheSameCluster()
    {
        CtlOptions options = optionsFor(u"https://10.0.0.5:3100"_s);
        options.address.pin = TlsPin{QByteArray(32, '\xab')};
        options.tokenFile = u"my admin.token"_s;
        const QString text = createdText(issuedOf(TokenKind::Access), options);
        const QString line = u"To end it: musterctl --url https://10.0.0.5:3100 --pin sha256:"_s + u"ab"_s.repeated(32)
            + u" --token-file 'my admin.token' tokens revoke "_s;
        QVERIFY2(text.contains(line), qPrintable(text));
        const QString local = createdText(issuedOf(TokenKind::Access, false), optionsFor(u"http://127.0.0.1:3100"_s));
        QVERIFY2(local.contains("To end it: musterctl tokens revoke "_L1), qPrintable(local));
    }

    void whatATokenIsBoundToIsInTheCommand()
    {
        IssuedToken issued = issuedOf(TokenKind::Join);
        issued.facts.name = u"build-7"_s;
        issued.facts.capabilities = {u"gpu"_s, u"browser"_s};
        const QString text = createdText(issued, optionsFor(u"https://10.0.0.5:3100"_s));
        QVERIFY2(text.contains("join.token --name build-7 --capabilities gpu,browser\n"_L1), qPrintable(text));
        issued.facts.capabilities = {u"$(reboot)"_s}; // From a server that wants to run something here.
        QVERIFY(createdText(issued, optionsFor(u"https://10.0.0.5:3100"_s)).contains("--capabilities '$(reboot)'\n"_L1));
    }

    void loopbackIsNoAddressForOthers()
    {
        const QString tls = createdText(issuedOf(TokenKind::Join), optionsFor(u"https://127.0.0.1:3100"_s));
        QVERIFY2(tls.contains("--join https://CONTROL-PLANE:3100 --pin"_L1), qPrintable(tls));
        const QString plain = createdText(issuedOf(TokenKind::Join, false), optionsFor(u"http://127.0.0.1:3100"_s));
        QVERIFY2(plain.contains("--join http://127.0.0.1:3100 --join-token-file"_L1), qPrintable(plain));
        QVERIFY2(plain.contains("--listen 0.0.0.0:3100"_L1), qPrintable(plain));
    }

    void aSecretThatIsKeptIsNotPrinted_data()
    {
        QTest::addColumn<OutputForm>("form");
        QTest::newRow("table") << OutputForm::Table;
        QTest::newRow("json") << OutputForm::Json;
        QTest::newRow("csv") << OutputForm::Csv;
    }
    void aSecretThatIsKeptIsNotPrinted()
    {
        QFETCH(OutputForm, form);
        CtlOptions options = optionsFor(u"https://10.0.0.5:3100"_s, form);
        options.tokenOut = u"kept.token"_s;
        for (const TokenKind kind : {TokenKind::Join, TokenKind::Access}) {
            const QString text = createdText(issuedOf(kind), options);
            QVERIFY2(!text.contains("the-secret"_L1), qPrintable(text));
            QVERIFY(form == OutputForm::Csv || text.contains("kept.token"_L1));
        }
    }

    void listedTokensSayHowTheyAre()
    {
        TokenFacts token = tokenOf(TokenKind::Join);
        QCOMPARE(stateOf(token, kNow), u"active"_s);
        QCOMPARE(stateOf(token, *token.expiresAt), u"expired"_s);
        token.usesLeft = 0;
        QCOMPARE(stateOf(token, kNow), u"used up"_s);
        token.revokedAt = kNow;
        QCOMPARE(stateOf(token, kNow), u"revoked"_s);
        TokenFacts credential = tokenOf(TokenKind::Credential);
        credential.node = NodeId(u"w-1"_s);
        credential.expiresAt = std::nullopt;
        QCOMPARE(stateOf(credential, kNow), u"active"_s);

        const QString table = tokensText({tokenOf(TokenKind::Access), token, credential}, kNow, OutputForm::Table);
        QVERIFY(table.startsWith("ID "_L1));
        QVERIFY2(table.contains("node w-1"_L1) && table.contains("joins as worker"_L1) && table.contains("operator"_L1), qPrintable(table));
        const QJsonArray rows = QJsonDocument::fromJson(tokensText({tokenOf(TokenKind::Access), credential}, kNow, OutputForm::Json).toUtf8()).array();
        QCOMPARE(rows[0].toObject().value("tier"_L1).toString(), u"operator"_s);
        QVERIFY(rows[0].toObject().value("usesLeft"_L1).isNull());
        QVERIFY(rows[1].toObject().value("tier"_L1).isNull());
        QVERIFY(rows[1].toObject().value("expiresAt"_L1).isNull());
        QCOMPARE(rows[1].toObject().value("node"_L1).toString(), u"w-1"_s);
        const QStringList csv = tokensText({tokenOf(TokenKind::Access)}, kNow, OutputForm::Csv).split(u"\r\n"_s);
        QCOMPARE(csv[0].count(u','), csv[1].count(u','));
        QCOMPARE(tokensText({}, kNow, OutputForm::Json), u"[]\n"_s);
    }

    void namesCannotAct()
    {
        TokenFacts token = tokenOf(TokenKind::Access);
        token.name = token.createdBy = kHostile;
        ReachReport report{.isReachable = true, .latencyMs = 1, .version = kHostile, .agentId = kHostile, .stages = {}};
        report.stages = {{kHostile, 1, Error{ErrorKind::Unreachable, {}, kHostile, {}, {}}}};
        for (const OutputForm form : {OutputForm::Table, OutputForm::Json, OutputForm::Csv}) {
            const QString text = tokensText({token}, kNow, form) + revocationText(token, false, form)
                + reachText({kHostile, 1}, report, form);
            for (const QChar c : text)
                QVERIFY2(c == u'\n' || c == u'\r' || (c.unicode() >= 0x20 && c.unicode() != 0x202e), qPrintable(text));
        }
    }

    void dryRunsSayWhat()
    {
        TokenRequest request;
        request.kind = TokenKind::Join;
        request.name = u"build-7"_s;
        QCOMPARE(wouldCreateText(request, OutputForm::Table),
                 u"Would make a token that lets one node in as worker, only build-7, good for 60 min.\n"_s);
        QCOMPARE(objectOf(wouldCreateText(request, OutputForm::Json)).value("lifeMs"_L1).toInteger(), 3'600'000);
        QVERIFY(revocationText(tokenOf(TokenKind::Join), true, OutputForm::Table).startsWith("Would revoke token tk-1"_L1));
    }

    void reachTellsEachStage()
    {
        ReachReport closed{.isReachable = false, .latencyMs = 3, .version = {}, .agentId = {}, .stages = {}};
        closed.stages = {{u"resolve"_s, 1.25, std::nullopt}, {u"connect"_s, 2, Error{ErrorKind::Unreachable, {}, u"nobody listens"_s, {}, {}}}};
        const ReachTarget target{.host = u"fd00::7"_s, .port = 3101};
        QCOMPARE(reachText(target, closed, OutputForm::Table),
                 u"STAGE    TIME    OUTCOME\nresolve  1.3 ms  ok\nconnect  2 ms    nobody listens\n"
                 u"\n[fd00::7]:3101 cannot be reached from the control plane.\n"_s);
        const QJsonObject json = objectOf(reachText(target, closed, OutputForm::Json));
        QCOMPARE(json.value("reachable"_L1).toBool(true), false);
        QVERIFY(json.value("version"_L1).isNull());
        const QJsonObject stage = json.value("stages"_L1).toArray().at(1).toObject();
        QCOMPARE(stage.value("name"_L1).toString(), u"connect"_s);
        QCOMPARE(stage.value("cause"_L1).toObject().value("code"_L1).toString(), u"unreachable"_s);
        QCOMPARE(reachText(target, closed, OutputForm::Csv).count("\r\n"_L1), 3);

        ReachReport open = closed;
        open.stages[1].cause = std::nullopt;
        open.stages.append({u"answer"_s, 4, Error{ErrorKind::Protocol, {}, u"no node"_s, {}, {}}});
        QVERIFY(reachText(target, open, OutputForm::Table).endsWith("[fd00::7]:3101 is open, but no node answers there.\n"_L1));
    }

    void boundTokensSayWhose()
    {
        TokenFacts bound = tokenOf(TokenKind::Access);
        bound.tenants = {TenantId(u"acme"_s), TenantId(u"beta"_s)};
        QVERIFY(tokensText({bound}, kNow, OutputForm::Table).contains("operator of acme, beta"_L1));
        QVERIFY(tokensText({bound}, kNow, OutputForm::Csv).endsWith(",acme beta\r\n"_L1));
        const QJsonArray json = QJsonDocument::fromJson(tokensText({bound}, kNow, OutputForm::Json).toUtf8()).array();
        QCOMPARE(json.at(0).toObject().value("tenants"_L1).toArray(), (QJsonArray{u"acme"_s, u"beta"_s}));
    }

    void auditRowsTellWhatChanged()
    {
        const QJsonObject before{{u"cordoned"_s, false}, {u"name"_s, u"w1"_s}};
        const QJsonObject after{{u"cordoned"_s, true}, {u"name"_s, u"w1"_s}};
        QCOMPARE(changeText(before, after), u"cordoned: false -> true"_s);
        QCOMPARE(changeText(QJsonValue::Null, QJsonObject{{u"node"_s, u"w1"_s}, {u"drain"_s, QJsonValue::Null}}), u"nothing -> node=w1"_s);
        QCOMPARE(changeText(QJsonObject{{u"node"_s, u"w1"_s}}, QJsonValue::Null), u"node=w1 -> nothing"_s);
        QCOMPARE(changeText(before, before), QString());
        const QJsonObject settings{{u"argv"_s, QJsonArray{u"cat"_s}}, {u"env"_s, QJsonObject{{u"A"_s, u"1"_s}}}};
        const QJsonObject changed{{u"argv"_s, QJsonArray{u"cat"_s}}, {u"env"_s, QJsonObject{{u"A"_s, u"1"_s}, {u"B"_s, u"2"_s}}}};
        QCOMPARE(changeText(QJsonObject{{u"settings"_s, settings}, {u"title"_s, u"x"_s}}, QJsonObject{{u"settings"_s, changed}, {u"title"_s, QJsonValue::Null}}),
                 u"settings.env.B: nothing -> 2, title: x -> nothing"_s);
        const QJsonObject row = QJsonDocument::fromJson(auditText({{.number = 7, .at = kNow, .actor = u"kim"_s, .verb = u"node.cordon"_s, .target = u"node/w1"_s,
                                                  .before = before, .after = after, .source = u"10.0.0.7"_s, .outcome = u"ok"_s}},
                                                OutputForm::Json).toUtf8()).array().at(0).toObject();
        for (const auto &key : {u"at"_s, u"actor"_s, u"verb"_s, u"target"_s, u"before"_s, u"after"_s, u"source"_s, u"outcome"_s})
            QVERIFY2(row.contains(key), qPrintable(key));
        QCOMPARE(proofAnswer({.isWhole = false, .entries = 3, .firstBroken = 2, .head = {}, .text = u"no"_s}, OutputForm::Json).code, ExitCode::Internal);
        QCOMPARE(proofAnswer({.isWhole = true, .entries = 3, .firstBroken = 0, .head = {}, .text = u"yes"_s}, OutputForm::Json).code, ExitCode::Ok);
    }
};

QTEST_GUILESS_MAIN(tst_CtlTokenOutput)
#include "tst_CtlTokenOutput.moc"
