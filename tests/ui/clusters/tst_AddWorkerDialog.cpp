// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/clusters/KeyCluster.h"
#include "ui/clusters/AddWorkerDialog.h"
#include "ui/clusters/CommandWell.h"
#include "ui/clusters/ReachPanel.h"
#include "ui/kit/Button.h"
#include "ui/kit/Field.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr Timestamp kNow{1'800'000'000'000};

Node node(const QString &id, std::optional<milliseconds> beatAgo)
{
    Node made;
    made.who.id = NodeId(id);
    made.who.name = id;
    made.registeredAt = kNow - milliseconds(3000);
    if (beatAgo)
        made.lastBeatAt = kNow - *beatAgo;
    return made;
}

const JoinFacts kFacts{.cluster = u"This machine"_s,
                       .url = QUrl(u"http://127.0.0.1:3100"_s),
                       .joinTokenFile = u"/home/kim/.config/muster/local/join.token"_s};

} // namespace

class tst_AddWorkerDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commandIsExact();
    void pathIsQuotedForTheShell();
    void unknownFileIsAPlaceholder();
    void saysOnlyWhatWasSeen();
    void nodesThatWereThereDoNotCount();
    void commandIsCopied();
    void loopbackSaysThatNobodyElseGetsIn();
    void tokenIsMadeOnlyWhenAsked();
    void refusedTokenIsSaid();
    void stagesAreShownWithTimeAndCause();
    void wrongAddressIsNotAsked();
    void clusterWithoutWorkersOnlyTests();

private:
    Theme m_theme;
};

void tst_AddWorkerDialog::commandIsExact()
{
    QCOMPARE(joinCommand(kFacts), u"musterd --join http://127.0.0.1:3100 --join-token-file "
                                  "/home/kim/.config/muster/local/join.token"_s);
}

void tst_AddWorkerDialog::pathIsQuotedForTheShell()
{
    JoinFacts facts = kFacts;
    facts.joinTokenFile = u"/home/kim's $(files)/join.token"_s;

    QVERIFY(joinCommand(facts).endsWith(u"--join-token-file '/home/kim'\\''s $(files)/join.token'"_s));
}

void tst_AddWorkerDialog::unknownFileIsAPlaceholder()
{
    JoinFacts facts = kFacts;
    facts.joinTokenFile.clear();

    QVERIFY(joinCommand(facts).endsWith(u"--join-token-file join.token"_s));
}

void tst_AddWorkerDialog::saysOnlyWhatWasSeen()
{
    AddWorkerDialog dialog(kFacts, {node(u"main"_s, milliseconds(100))}, nullptr);
    QCOMPARE(dialog.news().stage, JoinStage::Waiting);

    dialog.look({node(u"main"_s, milliseconds(100)), node(u"worker-1"_s, std::nullopt)}, kNow);
    QCOMPARE(dialog.news().stage, JoinStage::Announced);
    QVERIFY(dialog.news().words.contains(u"waiting for its first beat"_s));

    dialog.look({node(u"main"_s, milliseconds(100)), node(u"worker-1"_s, milliseconds(2000))}, kNow);
    QCOMPARE(dialog.news().stage, JoinStage::Joined);
    QVERIFY(dialog.news().words.startsWith(u"worker-1 joined"_s));
    QVERIFY(dialog.news().words.contains(u"2\u00A0s ago"_s));
}

void tst_AddWorkerDialog::nodesThatWereThereDoNotCount()
{
    const QSet<NodeId> before{NodeId(u"main"_s)};

    QCOMPARE(joinNews(before, {node(u"main"_s, milliseconds(10))}, kNow).stage, JoinStage::Waiting);
}

void tst_AddWorkerDialog::commandIsCopied()
{
    AddWorkerDialog dialog(kFacts, {}, nullptr);
    dialog.show();

    QTest::keyClick(dialog.findChildren<CommandWell *>().constFirst()->copyButton(), Qt::Key_Space);

    QCOMPARE(QGuiApplication::clipboard()->text(), joinCommand(kFacts));
}

//! All texts of \a widget that can be seen in it.
static QString textsOf(const QWidget &widget)
{
    QStringList texts;
    for (const PlainLabel *label : widget.findChildren<PlainLabel *>()) {
        if (label->isVisibleTo(&widget))
            texts += label->text();
    }
    return texts.join(u'\n');
}

static JoinFacts farFacts()
{
    return {.cluster = u"prod-eu"_s, .url = QUrl(u"https://control.example:3100"_s), .joinTokenFile = {}, .pin = {}};
}

void tst_AddWorkerDialog::loopbackSaysThatNobodyElseGetsIn()
{
    KeyCluster cluster;
    const AddWorkerDialog dialog(kFacts, {}, nullptr, {.cluster = &cluster, .features = cluster.features()});

    QVERIFY(textsOf(dialog).contains(u"Machines elsewhere cannot reach it"_s));
    QVERIFY(textsOf(dialog).contains(u"musterd --listen 0.0.0.0:3100"_s));
    QVERIFY(!dialog.join()->makeButton());
}

void tst_AddWorkerDialog::tokenIsMadeOnlyWhenAsked()
{
    KeyCluster cluster;
    cluster.pin = *TlsPin::parse(u"sha256:"_s + QString(64, u'a'), u"pin"_s);
    AddWorkerDialog dialog(farFacts(), {}, nullptr, {.cluster = &cluster, .features = cluster.features()});
    dialog.show();
    QVERIFY(cluster.asked.isEmpty());
    dialog.join()->findChild<Field *>()->setText(u"render-7"_s);

    QTest::keyClick(dialog.join()->makeButton(), Qt::Key_Space);

    QTRY_COMPARE_WITH_TIMEOUT(cluster.asked.size(), 1, 5000);
    QCOMPARE(cluster.asked.constFirst().kind, TokenKind::Join);
    QCOMPARE(cluster.asked.constFirst().uses, 1);
    QTRY_VERIFY_WITH_TIMEOUT(textsOf(dialog).contains(u"t1.the-secret-itself"_s), 5000);
    const QString texts = textsOf(dialog);
    QVERIFY(texts.contains(u"(umask 077; cat > join.token)"_s));
    QVERIFY2(texts.contains(u"musterd --join https://control.example:3100 --join-token-file join.token --pin sha256:%1 --name render-7"_s
                                .arg(QString(64, u'a'))),
             qPrintable(texts));
    QTest::qWait(30); // Layouts settle by posted events.
    QDir folder(QStringLiteral(MUSTER_BINARY_DIR)); // Held beside the design by eye.
    QVERIFY(folder.mkpath(u"pictures"_s));
    QVERIFY(dialog.grab().save(folder.filePath(u"pictures/add-worker-token.png"_s)));
    // The secret is in no command: commands are kept in histories and seen in process lists.
    for (const CommandWell *well : dialog.findChildren<CommandWell *>())
        QVERIFY(!textsOf(*well).contains(u"the-secret-itself"_s));
}

void tst_AddWorkerDialog::refusedTokenIsSaid()
{
    KeyCluster cluster;
    cluster.refusal = refused(u"this token may not do this"_s);
    AddWorkerDialog dialog(farFacts(), {}, nullptr, {.cluster = &cluster, .features = cluster.features()});
    dialog.show();

    dialog.join()->makeToken();

    QTRY_VERIFY_WITH_TIMEOUT(textsOf(dialog).contains(u"Not allowed"_s), 5000);
    QVERIFY(dialog.join()->makeButton()->isEnabled());
}

void tst_AddWorkerDialog::stagesAreShownWithTimeAndCause()
{
    KeyCluster cluster;
    cluster.report.stages = {{.name = u"resolve"_s, .tookMs = 1.25, .cause = {}},
                             {.name = u"connect"_s, .tookMs = 5000,
                              .cause = Error{ErrorKind::Timeout, {}, u"no answer within 5 s"_s, {}, {}}}};
    AddWorkerDialog dialog(farFacts(), {}, nullptr, {.cluster = &cluster, .features = cluster.features()});
    dialog.show();
    dialog.showWay(AddWorkerDialog::Way::Running);
    const QList<Field *> fields = dialog.reach()->findChildren<Field *>();
    fields.at(0)->setText(u"10.0.0.7"_s);

    QTest::keyClick(fields.at(0), Qt::Key_Return);

    QTRY_COMPARE_WITH_TIMEOUT(cluster.reached.size(), 1, 5000);
    QCOMPARE(cluster.reached.constFirst().host, u"10.0.0.7"_s);
    QCOMPARE(cluster.reached.constFirst().port, 3101);
    QTRY_VERIFY_WITH_TIMEOUT(textsOf(*dialog.reach()).contains(u"Name found"_s), 5000);
    const QString texts = textsOf(*dialog.reach());
    QVERIFY2(texts.contains(u"no answer within 5 s"_s), qPrintable(texts));
    QVERIFY(texts.contains(u"5000\u00A0ms"_s));
    QVERIFY(texts.contains(u"does not get there"_s));
}

void tst_AddWorkerDialog::wrongAddressIsNotAsked()
{
    KeyCluster cluster;
    ReachPanel panel(&cluster, nullptr);
    const QList<Field *> fields = panel.findChildren<Field *>();
    QVERIFY(!panel.target());
    fields.at(0)->setText(u"https://worker-1"_s);
    QVERIFY(!panel.target());
    fields.at(0)->setText(u"worker-1"_s);
    fields.at(1)->setText(u"70000"_s);
    QVERIFY(!panel.target());
    QVERIFY(fields.at(1)->isInvalid());
    fields.at(1)->setText(u"3101"_s);
    QVERIFY(panel.target());
    QVERIFY(cluster.reached.isEmpty());
}

void tst_AddWorkerDialog::clusterWithoutWorkersOnlyTests()
{
    KeyCluster cluster;
    const AddWorkerDialog dialog(farFacts(), {}, nullptr, {.cluster = &cluster, .features = Feature::Reach});

    QVERIFY(!dialog.join());
    QVERIFY(dialog.reach());
}

QTEST_MAIN(tst_AddWorkerDialog)
#include "tst_AddWorkerDialog.moc"
