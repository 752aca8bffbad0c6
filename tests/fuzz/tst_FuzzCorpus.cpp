// SPDX-License-Identifier: Apache-2.0
// Replays what fuzzing keeps: every file, whole, shortened and spoiled. A broken promise ends the program.
#include "tests/fuzz/FuzzTargets.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_FuzzCorpus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyInputKeepsThePromises_data()
    {
        QTest::addColumn<int>("target");
        for (size_t i = 0; i < fuzzTargets().size(); ++i)
            QTest::newRow(fuzzTargets()[i].name) << int(i);
    }

    void everyInputKeepsThePromises()
    {
        QFETCH(int, target);
        const FuzzTarget &one = fuzzTargets()[size_t(target)];
        int files = 0;
        for (const QString &path : corpus(QString::fromLatin1(one.name))) {
            QFile file(path);
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
            const QByteArray bytes = file.readAll();
            one.run(bytes);
            for (qsizetype size = 0; size < bytes.size(); size += 1 + bytes.size() / 64)
                one.run(QByteArrayView(bytes).first(size));
            for (qsizetype at = 0; at < bytes.size(); at += 1 + bytes.size() / 64) {
                QByteArray spoiled = bytes;
                spoiled[at] = char(spoiled[at] ^ 0x20);
                one.run(spoiled);
            }
            ++files;
        }
        QVERIFY2(files > 0, "a target without a corpus starts from nothing");
    }

private:
    static QStringList corpus(const QString &name)
    {
        QStringList paths;
        for (const QString &root : {u"/tests/fuzz"_s, u"/tests/dialects"_s}) {
            QDirIterator at(QStringLiteral(MUSTER_SOURCE_DIR) + root, QDir::Files, QDirIterator::Subdirectories);
            while (at.hasNext()) {
                const QString path = at.next();
                if (path.contains(u"/corpus/"_s + name + u'/'))
                    paths.append(path);
            }
        }
        paths.sort();
        return paths;
    }
};

QTEST_APPLESS_MAIN(tst_FuzzCorpus)
#include "tst_FuzzCorpus.moc"
