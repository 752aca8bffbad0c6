// SPDX-License-Identifier: Apache-2.0
// The registry is what the folders of core/handlers say, whichever are there.
#include "core/handlers/Handler.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_HandlerRegistry final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFolderIsAHandler()
    {
        qsizetype folders = 0;
        const QDir handlers(QStringLiteral(MUSTER_SOURCE_DIR "/core/handlers"));
        for (const QString &folder : handlers.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            folders += handlers.exists(folder + u"/CMakeLists.txt"_s) ? 1 : 0;

        QCOMPARE(builtInHandlers().size(), folders);
    }

    void eachIsFoundByItsKindAndMakesOneOfIt()
    {
        const SystemClock clock;
        const QTemporaryDir folder;
        for (const BuiltInHandler &builtIn : builtInHandlers()) {
            QCOMPARE(handlerOf(builtIn.kind), &builtIn);

            const std::unique_ptr<Handler> handler = builtIn.make({.folder = folder.path(), .clock = clock});

            QCOMPARE(handler->kind(), builtIn.kind);
            QVERIFY(!handler->isRunning());
            QVERIFY(handler->agents().isEmpty());
        }
    }

    void aKindWithoutAFolderHasNone()
    {
        QCOMPARE(handlerOf(EntityKind::AlertRule), nullptr);
    }
};

QTEST_GUILESS_MAIN(tst_HandlerRegistry)
#include "tst_HandlerRegistry.moc"
