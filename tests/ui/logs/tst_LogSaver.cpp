// SPDX-License-Identifier: Apache-2.0
// What is left of a log when nothing more comes: its end is told, and it is saved into a file, as listed or whole.
#include "tests/ui/logs/LogDesk.h"
#include "ui/logs/LogSaver.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_LogSaver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<LogDesk>();
        QTRY_VERIFY(m_desk->session->isLive());
    }
    void cleanup() { m_desk.reset(); }
    void endIsToldBelowTheLines();
    void logIsSavedListedOrWhole();

private:
    std::unique_ptr<LogDesk> m_desk;
};

void tst_LogSaver::endIsToldBelowTheLines()
{
    const auto says = [this](const QString &words) {
        return std::ranges::any_of(m_desk->view->findChildren<QLabel *>(), [&](const QLabel *label) {
            return label->isVisible() && label->text().contains(words);
        });
    };
    QVERIFY(m_desk->go(5)); // By node-0, which nobody knows.
    m_desk->session->tick();
    QTRY_VERIFY(says(u"The node node-0 is not in this cluster any more; the last line from there came at"_s));

    m_desk->view->setEnd(u"It is over: no more lines come."_s);

    QVERIFY(says(u"It is over"_s) && !says(u"node-0"_s));
}

void tst_LogSaver::logIsSavedListedOrWhole()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"a.log"_s);
    QVERIFY(m_desk->go(25'000));
    QSignalSpy saved(m_desk->view->saver(), &LogSaver::saved);
    const auto linesOf = [&file] {
        QFile written(file);
        return written.open(QIODevice::ReadOnly) ? written.readAll().split('\n') : QList<QByteArray>();
    };

    m_desk->view->saver()->saveListed(file);
    QCOMPARE(saved.size(), 1);
    QCOMPARE(linesOf().size(), m_desk->view->model()->rows().count() + 1);
    QVERIFY(!(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther))); // It may hold secrets.
    m_desk->view->saver()->saveAll(file);

    QTRY_COMPARE(saved.size(), 2);
    QVERIFY(linesOf().first().contains("1 line was dropped") || linesOf().first().endsWith("line 1"));
    QVERIFY(linesOf().at(1).endsWith("line 2"));
    QVERIFY(linesOf().at(24'999).endsWith("line 25000"));
}

QTEST_MAIN(tst_LogSaver)
#include "tst_LogSaver.moc"
