// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/NodeStoreSuite.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

//! The suite over SQLite in a folder of its own, and what only files can show.
class tst_SqlNodeStore : public NodeStoreSuite
{
    Q_OBJECT

protected:
    StoresFactory freshStores() override
    {
        m_folder = std::make_unique<QTemporaryDir>();
        return [path = m_folder->filePath(u"data"_s)] { return openSqliteStores(path); };
    }

private Q_SLOTS:
    void folderAndFilesAreMineAlone()
    {
        const auto stores = openSqliteStores(m_folder->filePath(u"mine"_s));
        QVERIFY_RESULT(stores);
        QVERIFY_RESULT(outcomeOf((*stores)->nodes().upsert({nodeCalled(u"vps-02"_s), instanceHashOf("k"), false})));

        const QDir folder(m_folder->filePath(u"mine"_s));
        constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
            | QFile::WriteOther | QFile::ExeOther;
        QVERIFY((QFileInfo(folder.path()).permissions() & others) == 0);
        const auto files = folder.entryInfoList(QDir::Files);
        QVERIFY(files.size() >= 2); // The database and its log.
        for (const QFileInfo &file : files)
            QVERIFY2((file.permissions() & others) == 0, qPrintable(file.fileName()));
    }

    void oneUnreadableRowDoesNotHideTheOthers()
    {
        const auto stores = openSqliteStores(m_folder->filePath(u"mixed"_s));
        QVERIFY_RESULT(stores);
        NodeStore &nodes = (*stores)->nodes();
        QVERIFY_RESULT(outcomeOf(nodes.upsert({nodeCalled(u"good"_s), instanceHashOf("k"), false})));
        Node bad = nodeCalled(u"bad"_s);
        bad.who.platform = QString(5000, u'x'); // More than is accepted from outside.
        QVERIFY_RESULT(outcomeOf(nodes.upsert({bad, instanceHashOf("k"), false})));

        const auto all = outcomeOf(nodes.all());

        QVERIFY_RESULT(all);
        QCOMPARE(all->size(), 1);
        QCOMPARE(all->first().node.id().text(), u"good"_s);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(tst_SqlNodeStore)
#include "tst_SqlNodeStore.moc"
