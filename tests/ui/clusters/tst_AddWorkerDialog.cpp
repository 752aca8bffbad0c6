// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/AddWorkerDialog.h"
#include "ui/kit/Theme.h"

#include <QClipboard>
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

    QVERIFY(joinCommand(facts).endsWith(u"DIR/join.token"_s));
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

    for (Button *button : dialog.findChildren<Button *>()) {
        if (button->text() == "Copy"_L1)
            QTest::keyClick(button, Qt::Key_Space);
    }

    QCOMPARE(QGuiApplication::clipboard()->text(), joinCommand(kFacts));
}

QTEST_MAIN(tst_AddWorkerDialog)
#include "tst_AddWorkerDialog.moc"
