// SPDX-License-Identifier: Apache-2.0
// The audit log as a page: paged, searched, told apart, proven and written to a file; by keyboard, and for those who may.
#include "tests/ui/audit/AuditDesk.h"
#include "ui/audit/AuditDetails.h"
#include "ui/audit/AuditDiffView.h"
#include "ui/audit/AuditText.h"
#include "ui/kit/Button.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/Field.h"
#include "ui/kit/Note.h"
#include "ui/kit/RelativeTime.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QListView>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_AuditLogPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void readsFurtherAsSomebodyScrolls();
    void newEntriesComeOnTop();
    void searchIsTheClusters();
    void detailsByKeyboard();
    void refusedAttemptsAreSeen();
    void proofIsTold_data();
    void proofIsTold();
    void exportHasAllThatMatches();
    void thoseWhoMayNotAreToldWhy_data();
    void thoseWhoMayNotAreToldWhy();
    void lostLinkKeepsWhatWasRead();
    void nothingIsAskedWhileNobodyLooks();
    void diffMarksWhatDiffers();
    void commandsDoTheSame();
    void picture_data();
    void picture();

private:
    void fill(int entries) { QVERIFY(m_desk->show(entries)); }
    std::unique_ptr<AuditDesk> m_desk;
};

void tst_AuditLogPage::init()
{
    m_desk = std::make_unique<AuditDesk>();
}

void tst_AuditLogPage::readsFurtherAsSomebodyScrolls()
{
    fill(450);
    QVERIFY(m_desk->page->model()->rowCount() < 450);
    for (int i = 0; i < 5; ++i) {
        QTest::keyClick(m_desk->page->list(), Qt::Key_End);
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(m_desk->page->model()->rowCount(), 450);
    QVERIFY(m_desk->page->model()->isComplete());
    QCOMPARE(m_desk->page->model()->entryAt(449).number, 1u);
}

void tst_AuditLogPage::newEntriesComeOnTop()
{
    fill(3);
    m_desk->page->list()->setCurrentIndex(m_desk->page->model()->index(1, 0));
    m_desk->cluster->write(u"kim"_s, u"node.drain"_s, u"node/w9"_s);
    m_desk->page->model()->lookForNew();

    QTRY_COMPARE(m_desk->page->model()->rowCount(), 4);
    QCOMPARE(m_desk->page->model()->entryAt(0).verb, u"node.drain"_s);
    QCOMPARE(m_desk->page->list()->currentIndex().row(), 2); // The cursor stays on its entry.
}

void tst_AuditLogPage::searchIsTheClusters()
{
    fill(6);
    QTest::keyClick(m_desk->page->list(), Qt::Key_Slash);
    auto *field = m_desk->page->findChild<Field *>();
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, u"kim"_s);
    QTest::keyClick(field, Qt::Key_Return);

    QTRY_COMPARE(m_desk->page->model()->rowCount(), 2);
    QCOMPARE(m_desk->cluster->asked.last().search, u"kim"_s);
    QVERIFY(m_desk->page->list()->hasFocus());
    m_desk->page->clearFilter();
    QTRY_COMPARE(m_desk->page->model()->rowCount(), 6);
    field->setText(u"nobody"_s);
    QTRY_VERIFY(AuditDesk::wordsOf(m_desk->page->findChild<EmptyState *>()).contains(u"No entry matches"_s));
}

void tst_AuditLogPage::detailsByKeyboard()
{
    fill(2);
    AuditEntry &pin = m_desk->cluster->write(u"kim"_s, u"cluster.assignment.set"_s, u"agent/voice"_s);
    pin.before = QJsonObject{{u"node"_s, u"vps-02"_s}, {u"mode"_s, u"preferred"_s}, {u"version"_s, 41}};
    pin.after = QJsonObject{{u"node"_s, u"fsn1"_s}, {u"mode"_s, u"preferred"_s}, {u"version"_s, 42}};
    m_desk->page->model()->lookForNew();
    QTRY_COMPARE(m_desk->page->model()->rowCount(), 3);
    m_desk->page->list()->setCurrentIndex(m_desk->page->model()->index(0, 0));
    QTest::keyClick(m_desk->page->list(), Qt::Key_Return);

    const AuditDetails *details = m_desk->page->details();
    QVERIFY(details->isVisible());
    const QString words = AuditDesk::wordsOf(details);
    QVERIFY2(words.contains(u"Pin agent/voice"_s) && words.contains(u"musterctl assignments set agent/voice \\\n  fsn1 --mode preferred"_s),
             qPrintable(words));
    QVERIFY(details->diff()->plainText().contains(u"-  \"node\": \"vps-02\""_s));
    QVERIFY(details->diff()->plainText().contains(u"+  \"node\": \"fsn1\""_s));
    QTest::keyClick(m_desk->page->list(), Qt::Key_J);
    QTRY_COMPARE(details->number(), 2u); // The panel follows the cursor.
    QTest::keyClick(m_desk->page->list(), Qt::Key_Escape);
    QVERIFY(!details->isVisible());
    QVERIFY(m_desk->page->list()->hasFocus());
}

void tst_AuditLogPage::refusedAttemptsAreSeen()
{
    const AuditEntry denied{.number = 1, .at = {}, .actor = u"viewer"_s, .verb = u"access.denied"_s, .target = u"node/w1"_s,
                            .before = {}, .after = {}, .source = {}, .outcome = u"refused"_s};
    QCOMPARE(auditOutcome(denied).word, u"Refused"_s);
    QCOMPARE(auditTargetText({.number = 2, .at = {}, .actor = {}, .verb = u"access.denied"_s, .target = u"POST /api/v1/tokens"_s, .before = {}, .after = {}, .source = {}, .outcome = {}}), u"to make a token"_s);
    QCOMPARE(auditOutcome(denied).tone, NodeStatus::Failed);
}

void tst_AuditLogPage::proofIsTold_data()
{
    QTest::addColumn<bool>("isWhole");
    QTest::addColumn<QString>("heading");
    QTest::newRow("whole") << true << u"The chain of 3 entries is whole"_s;
    QTest::newRow("broken") << false << u"The chain is broken at entry 2"_s;
}

void tst_AuditLogPage::proofIsTold()
{
    QFETCH(bool, isWhole);
    QFETCH(QString, heading);
    fill(3);
    m_desk->cluster->proof = {.isWhole = isWhole, .entries = 3, .firstBroken = isWhole ? 0u : 2u, .head = QByteArray(32, 'x'),
                        .text = u"It proves that, and cannot prove this."_s};
    for (Button *button : m_desk->page->findChildren<Button *>()) {
        if (button->text() == u"Verify"_s)
            QTest::keyClick(button, Qt::Key_Space);
    }
    const auto *note = m_desk->page->findChild<Note *>();
    QTRY_VERIFY(note->isVisible());
    QTRY_VERIFY2(AuditDesk::wordsOf(note).contains(heading) && AuditDesk::wordsOf(note).contains(u"It proves that"_s), qPrintable(AuditDesk::wordsOf(note)));
    QVERIFY(AuditDesk::wordsOf(note).contains(u"Checked at "_s + clockText(m_desk->clock.now())));

    m_desk->write(2); // Of these it proves nothing.
    m_desk->page->model()->lookForNew();
    QTRY_VERIFY2(AuditDesk::wordsOf(note).contains(u"2 entries came since."_s), qPrintable(AuditDesk::wordsOf(note)));
    QTest::keyClick(note->findChild<QToolButton *>(), Qt::Key_Space);
    QVERIFY(!note->isVisible());
}

void tst_AuditLogPage::exportHasAllThatMatches()
{
    fill(1200);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"audit.ndjson"_s);
    QSignalSpy exported(m_desk->page.get(), &AuditLogPage::exported);
    m_desk->page->exportTo(file);
    QTRY_COMPARE(exported.count(), 1);
    QCOMPARE(exported.first().first().toString(), QString());
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = written.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 1200);
    QCOMPARE(QJsonDocument::fromJson(lines.last()).object().value("number"_L1).toInt(), 1);
    QVERIFY(!(written.permissions() & (QFile::ReadGroup | QFile::ReadOther)));

    m_desk->page->exportTo(folder.filePath(u"no/such/folder"_s));
    QTRY_COMPARE(exported.count(), 2);
    QVERIFY(!exported.last().first().toString().isEmpty());
}

void tst_AuditLogPage::thoseWhoMayNotAreToldWhy_data()
{
    QTest::addColumn<int>("why");
    QTest::addColumn<QString>("words");
    QTest::newRow("viewer") << 0 << u"for administrators"_s;
    QTest::newRow("refused by the server") << 1 << u"for administrators"_s;
    QTest::newRow("foreign cluster") << 2 << u"keeps no audit log"_s;
    QTest::newRow("broken disk") << 3 << u"Try again"_s;
}

void tst_AuditLogPage::thoseWhoMayNotAreToldWhy()
{
    QFETCH(int, why);
    QFETCH(QString, words);
    m_desk->cluster->tier = why == 0 ? std::optional(Tier::Viewer) : std::nullopt;
    if (why == 1)
        m_desk->cluster->refusal = refused(u"tier"_s);
    if (why == 2)
        m_desk->cluster->can = Feature::Follow;
    if (why == 3)
        m_desk->cluster->refusal = storageError(u"reading"_s, u"disk"_s);
    m_desk->session->start();
    m_desk->page->show();
    const auto *empty = m_desk->page->findChild<EmptyState *>();
    const auto seen = [&] {
        QString all = AuditDesk::wordsOf(empty);
        for (const Button *button : empty->findChildren<Button *>())
            all += button->isVisible() ? button->text() : QString();
        return all;
    };
    QTRY_VERIFY2(empty->isVisible() && seen().contains(words), qPrintable(seen()));
    for (const Button *button : m_desk->page->findChildren<Button *>()) {
        if (button->text() == u"Verify"_s || button->text() == u"Export…"_s)
            QVERIFY(!button->isEnabled());
    }
}

void tst_AuditLogPage::lostLinkKeepsWhatWasRead()
{
    fill(5);
    m_desk->cluster->setLink(LinkState::Reconnecting);
    QTRY_VERIFY(!m_desk->session->isLive());
    QCOMPARE(m_desk->page->model()->rowCount(), 5);
    QVERIFY(m_desk->page->list()->isVisible());
    m_desk->cluster->write(u"kim"_s, u"node.drain"_s, u"node/w1"_s);
    m_desk->cluster->setLink(LinkState::Live);
    QTRY_COMPARE(m_desk->page->model()->rowCount(), 6);
}

void tst_AuditLogPage::nothingIsAskedWhileNobodyLooks()
{
    m_desk->session->start();
    QTRY_VERIFY(m_desk->session->isLive());
    QVERIFY(m_desk->cluster->asked.isEmpty());
}

void tst_AuditLogPage::diffMarksWhatDiffers()
{
    const QList<DiffLine> lines = auditDiff(QJsonObject{{u"a"_s, 1}, {u"b"_s, u"x"_s}}, QJsonObject{{u"a"_s, 1}, {u"b"_s, u"y"_s}});
    QCOMPARE(lines.size(), 5);
    QCOMPARE(lines[2].kind, DiffLine::Kind::Gone);
    QCOMPARE(lines[3].kind, DiffLine::Kind::Come);
    QCOMPARE(lines[3].text.mid(lines[3].from, lines[3].length), u"\"y\""_s);
    QCOMPARE(std::pair(lines[4].before, lines[4].after), std::pair(4, 4));
    QVERIFY(auditDiff({}, {}).isEmpty());
}

void tst_AuditLogPage::commandsDoTheSame()
{
    AuditEntry entry;
    entry.target = u"node/w1"_s;
    entry.verb = u"node.drain"_s;
    QCOMPARE(auditCommand(entry), u"musterctl nodes drain w1"_s);
    entry.after = QJsonObject{{u"drain"_s, QJsonObject{{u"deadline"_s, u"1970-01-01T00:15:00.002Z"_s}}}};
    QCOMPARE(auditCommand(entry), u"musterctl nodes drain w1 --deadline 15m"_s);
    entry.verb = u"something.else"_s;
    QVERIFY(auditCommand(entry).isEmpty());
    QCOMPARE(auditVerbText(entry.verb), u"something.else"_s);
}

void tst_AuditLogPage::picture_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void tst_AuditLogPage::picture()
{
    QFETCH(bool, isDark);
    m_desk->theme.setChoice(isDark ? Theme::Choice::Dark : Theme::Choice::Light);
    fill(4);
    m_desk->cluster->write(u"viewer"_s, u"access.denied"_s, u"node/w1"_s, u"refused"_s).note = u"DELETE /api/v1/nodes/w1"_s;
    m_desk->cluster->write({}, u"node.restart"_s, u"node/w2"_s, u"timeout"_s).source.clear();
    AuditEntry &pin = m_desk->cluster->write(u"kim"_s, u"cluster.assignment.set"_s, u"agent/voice-desk"_s);
    pin.before = QJsonObject{{u"node"_s, u"vps-02"_s}, {u"mode"_s, u"preferred"_s}, {u"version"_s, 41}};
    pin.after = QJsonObject{{u"node"_s, u"hetzner-fsn1-b"_s}, {u"mode"_s, u"preferred"_s}, {u"version"_s, 42}};
    m_desk->page->model()->lookForNew();
    QTRY_COMPARE(m_desk->page->model()->rowCount(), 7);
    m_desk->page->list()->setCurrentIndex(m_desk->page->model()->index(0, 0));
    m_desk->page->openCurrent();
    QVERIFY(QDir().mkpath(QStringLiteral(MUSTER_BINARY_DIR "/pictures")));
    for (const int width : {1232, 652}) {
        m_desk->page->resize(width, 800);
        QCoreApplication::processEvents();
        const QString file = u"%1/pictures/audit-%2-%3.png"_s.arg(QStringLiteral(MUSTER_BINARY_DIR), isDark ? u"dark"_s : u"light"_s)
                                 .arg(width);
        QVERIFY(m_desk->page->grab().save(file));
    }
}

QTEST_MAIN(tst_AuditLogPage)
#include "tst_AuditLogPage.moc"
