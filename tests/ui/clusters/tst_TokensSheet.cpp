// SPDX-License-Identifier: Apache-2.0
// Keys in the console: listed in words, made with a name and an end, shown once, revoked only after a question.

#include "core/base/Limits.h"
#include "tests/ui/clusters/KeyCluster.h"
#include "ui/clusters/IssuedPanel.h"
#include "ui/clusters/TokenSheet.h"
#include "ui/clusters/TokenText.h"
#include "ui/clusters/TokensModel.h"
#include "ui/clusters/TokensSheet.h"
#include "ui/kit/Field.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/QuestionDialog.h"
#include "ui/kit/SecretClip.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/Theme.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr Timestamp kNow{1'800'000'000'000};
constexpr milliseconds kHour{3'600'000};

TokenFacts token(TokenKind kind, const QString &name)
{
    return {.id = TokenId(u"id-"_s + name), .kind = kind, .tier = Tier::Operator, .name = name, .role = NodeRole::Worker,
            .capabilities = {}, .node = {}, .usesLeft = 1, .createdAt = kNow - kHour, .createdBy = u"kim"_s,
            .expiresAt = kNow + kHour, .revokedAt = {}, .lastUsedAt = {}};
}

} // namespace

class tst_TokensSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsAreWords();
    void listIsAModel();
    void accessTokenIsMadeAndShownOnce();
    void joinTokenIsBoundToWhatWasTyped();
    void wrongInputIsMarkedAndNotSent();
    void refusedVerbsAreOffWithASentence();
    void listFollowsNodesThatJoin();
    void revocationNamesWhatClosesAndAsks();
    void secretLeavesTheClipboard();
    void laterCopyIsNotTakenAway();
    void savedFileIsForItsOwnerAlone();

private:
    Theme m_theme;
};

void tst_TokensSheet::endsAreWords()
{
    TokenFacts one = token(TokenKind::Access, u"anna"_s);
    QVERIFY(!hasEnded(one, kNow));
    QVERIFY(tokenEndText(one, kNow).startsWith(u"in 1"_s));
    QVERIFY(hasEnded(one, kNow + kHour));
    QVERIFY(tokenEndText(one, kNow + kHour).startsWith(u"expired"_s));
    one.revokedAt = kNow;
    QVERIFY(hasEnded(one, kNow));
    QVERIFY(tokenEndText(one, kNow).startsWith(u"revoked"_s));
    TokenFacts join = token(TokenKind::Join, {});
    join.usesLeft = 0;
    QVERIFY(hasEnded(join, kNow));
    QCOMPARE(tokenEndText(join, kNow), u"used up"_s);
    QCOMPARE(tokenName(join), u"any node"_s);
}

void tst_TokensSheet::listIsAModel()
{
    TokensModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTokens({token(TokenKind::Access, u"anna"_s), token(TokenKind::Join, {})});
    model.setNow(kNow);
    TokenKindFilter filter;
    filter.setSourceModel(&model);

    QCOMPARE(model.index(0, TokensModel::NameColumn).data().toString(), u"anna"_s);
    QCOMPARE(model.index(0, TokensModel::RightColumn).data().toString(), u"Operator"_s);
    TokenFacts bound = token(TokenKind::Access, u"anna"_s);
    bound.tenants = {TenantId(u"acme"_s), TenantId(u"beta"_s)};
    QCOMPARE(tokenRight(bound), u"Operator of acme, beta"_s);
    filter.setKind(TokenKind::Join);
    QCOMPARE(filter.rowCount(), 1);
}

void tst_TokensSheet::accessTokenIsMadeAndShownOnce()
{
    KeyCluster cluster;
    TokenSheet form(TokenKind::Access, &cluster, nullptr);
    form.show();
    form.findChild<Field *>()->setText(u"anna"_s);
    form.findChild<SegmentedControl *>()->setCurrent(2);
    form.findChildren<Field *>().at(1)->setText(u"acme, beta"_s);

    QTest::keyClick(form.makeButton(), Qt::Key_Space);

    QTRY_VERIFY_WITH_TIMEOUT(form.issued() != nullptr, 5000);
    QCOMPARE(cluster.asked.size(), 1);
    QCOMPARE(cluster.asked.constFirst().tier, Tier::Admin);
    QCOMPARE(cluster.asked.constFirst().name, u"anna"_s);
    QCOMPARE(cluster.asked.constFirst().life, limits::kAccessTokenLife);
    QCOMPARE(cluster.asked.constFirst().tenants, (QList<TenantId>{TenantId(u"acme"_s), TenantId(u"beta"_s)}));
    bool isShown = false;
    for (const PlainLabel *label : form.issued()->findChildren<PlainLabel *>())
        isShown = isShown || label->text() == u"t1.the-secret-itself"_s;
    QVERIFY(isShown);
    QVERIFY(!form.makeButton()->isVisible()); // A second press makes no second token.
}

void tst_TokensSheet::joinTokenIsBoundToWhatWasTyped()
{
    KeyCluster cluster;
    TokenSheet form(TokenKind::Join, &cluster, nullptr);
    const QList<Field *> fields = form.findChildren<Field *>();
    QCOMPARE(fields.size(), 2);
    fields.at(0)->setText(u"render-7"_s);
    fields.at(1)->setText(u"3"_s);

    const std::optional<TokenRequest> request = form.request();

    QVERIFY(request);
    QCOMPARE(request->kind, TokenKind::Join);
    QCOMPARE(request->name, u"render-7"_s);
    QCOMPARE(request->uses, 3);
    QCOMPARE(request->role, NodeRole::Worker);
    QCOMPARE(request->life, limits::kJoinTokenLife);
}

void tst_TokensSheet::wrongInputIsMarkedAndNotSent()
{
    KeyCluster cluster;
    TokenSheet access(TokenKind::Access, &cluster, nullptr);
    QTest::mouseClick(access.makeButton(), Qt::LeftButton);
    QVERIFY(access.findChild<Field *>()->isInvalid());
    access.findChildren<Field *>().at(0)->setText(u"anna"_s);
    access.findChildren<Field *>().at(1)->setText(u"acme, not a name"_s);
    QVERIFY(!access.request());
    QVERIFY(access.findChildren<Field *>().at(1)->isInvalid());

    TokenSheet join(TokenKind::Join, &cluster, nullptr);
    const QList<Field *> fields = join.findChildren<Field *>();
    fields.at(0)->setText(u"not a name"_s);
    fields.at(1)->setText(u"1001"_s);
    QVERIFY(!join.request());
    QVERIFY(fields.at(0)->isInvalid());
    QVERIFY(fields.at(1)->isInvalid());
    QVERIFY(cluster.asked.isEmpty());
}

void tst_TokensSheet::refusedVerbsAreOffWithASentence()
{
    KeyCluster cluster;
    cluster.refusal = refused(u"this token may not do this"_s);
    TokensSheet sheet(u"prod-eu"_s, &cluster, [] { return kNow; }, nullptr);

    QTRY_VERIFY_WITH_TIMEOUT(!sheet.accessButton()->isEnabled(), 5000);
    QVERIFY(sheet.accessButton()->toolTip().startsWith(u"Not allowed."_s));
    QVERIFY(!sheet.joinButton()->isEnabled());
    cluster.refusal.reset();
    sheet.read();
    QTRY_VERIFY_WITH_TIMEOUT(sheet.accessButton()->isEnabled(), 5000);
    sheet.setRefusal(u"Not connected: changes are off."_s);
    QVERIFY(!sheet.accessButton()->isEnabled());
}

void tst_TokensSheet::listFollowsNodesThatJoin()
{
    KeyCluster cluster;
    cluster.known = {token(TokenKind::Join, {})};
    TokensSheet sheet(u"prod-eu"_s, &cluster, [] { return kNow; }, nullptr);
    QTRY_COMPARE_WITH_TIMEOUT(sheet.model()->rowCount(), 1, 5000);

    cluster.known[0].usesLeft = 0;
    sheet.look();
    QCoreApplication::processEvents();
    QCOMPARE(sheet.model()->at(0).usesLeft, 1); // Nobody joined: not asked again.
    sheet.readSoon();
    sheet.look();

    QTRY_COMPARE_WITH_TIMEOUT(sheet.model()->at(0).usesLeft, 0, 5000);
}

void tst_TokensSheet::revocationNamesWhatClosesAndAsks()
{
    KeyCluster cluster;
    cluster.known = {token(TokenKind::Access, u"anna"_s)};
    TokensSheet sheet(u"prod-eu"_s, &cluster, [] { return kNow; }, nullptr);
    sheet.show();
    QTRY_COMPARE_WITH_TIMEOUT(sheet.model()->rowCount(), 1, 5000);
    QVERIFY(!sheet.revokeButton()->isEnabled()); // Nothing is chosen.
    sheet.table()->selectRow(0);
    QVERIFY(sheet.revokeButton()->isEnabled());

    QTest::keyClick(sheet.table(), Qt::Key_Delete);
    auto *question = sheet.findChild<QuestionDialog *>();
    QVERIFY(question);
    QVERIFY(question->cancelButton()->isDefault());
    QCOMPARE(question->verbButton()->text(), u"Revoke anna"_s);
    bool isNamed = false;
    for (const PlainLabel *label : question->findChildren<PlainLabel *>())
        isNamed = isNamed || label->text() == revocationText(cluster.known.constFirst());
    QVERIFY(isNamed);
    QVERIFY(cluster.revoked.isEmpty());
    question->accept();
    QTRY_COMPARE_WITH_TIMEOUT(cluster.revoked, QList<TokenId>{TokenId(u"id-anna"_s)}, 5000);
}

void tst_TokensSheet::secretLeavesTheClipboard()
{
    SecretClip::copy(Secret("t1.abc"), milliseconds(50));
    QCOMPARE(QGuiApplication::clipboard()->text(), u"t1.abc"_s);
    QTRY_COMPARE_WITH_TIMEOUT(QGuiApplication::clipboard()->text(), QString(), 5000);
}

void tst_TokensSheet::laterCopyIsNotTakenAway()
{
    SecretClip::copy(Secret("t1.abc"), milliseconds(50));
    QGuiApplication::clipboard()->setText(u"mine"_s);

    QTRY_VERIFY_WITH_TIMEOUT(qApp->findChildren<SecretClip *>().isEmpty(), 5000);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"mine"_s);
}

void tst_TokensSheet::savedFileIsForItsOwnerAlone()
{
    const QTemporaryDir folder;
    IssuedPanel panel({.facts = token(TokenKind::Access, u"anna"_s), .token = Secret("t1.abc"), .pin = {}});
    const QString path = folder.filePath(u"anna.token"_s);

    panel.saveTo(path);

    const Result<Secret> read = Secret::fromFile(path); // Refuses what others could read.
    QVERIFY(read);
    QCOMPARE(read->reveal(), QByteArray("t1.abc"));
    panel.saveTo(folder.filePath(u"missing/anna.token"_s)); // Said where it belongs, not lost.
    bool isSaid = false;
    for (const PlainLabel *label : panel.findChildren<PlainLabel *>())
        isSaid = isSaid || label->text().startsWith(u"Could not be stored"_s);
    QVERIFY(isSaid);
}

QTEST_MAIN(tst_TokensSheet)
#include "tst_TokensSheet.moc"
