// SPDX-License-Identifier: Apache-2.0
// The registry is what the folders of core/dialects say, whichever are there.
#include "core/cluster/Dialect.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_DialectRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFolderIsADialect()
    {
        QStringList folders;
        const QDir dialects(QStringLiteral(MUSTER_SOURCE_DIR "/core/dialects"));
        for (const QString &folder : dialects.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
            if (dialects.exists(folder + u"/CMakeLists.txt"_s))
                folders.append(folder);
        }
        QStringList ids;
        for (const Dialect *dialect : builtInDialects())
            ids.append(dialect->id());
        ids.sort();
        QCOMPARE(ids, folders);
    }
    void nativeIsFirst()
    {
        if (dialectById(u"native"_s))
            QCOMPARE(builtInDialects().first()->id(), u"native"_s);
    }
    void eachIsFoundByItsId()
    {
        for (const Dialect *dialect : builtInDialects()) {
            QCOMPARE(dialectById(dialect->id()), dialect);
            QVERIFY(!dialect->title().isEmpty());
        }
        QCOMPARE(dialectById(u"nothing"_s), nullptr);
        QCOMPARE(dialectById(QString()), nullptr);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_DialectRegistry)
#include "tst_DialectRegistry.moc"
