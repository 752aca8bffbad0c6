// SPDX-License-Identifier: Apache-2.0
#include "core/queue/embedded/EmbeddedQueue.h"
#include "core/store/Stores.h"
#include "tests/conformance/QueueSuite.h"

#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

//! The suite over SQLite.
class tst_EmbeddedQueue : public QueueSuite
{
    Q_OBJECT

protected:
    QueueFactory freshQueue(const Clock &clock) override
    {
        m_folder = std::make_unique<QTemporaryDir>();
        return [path = m_folder->filePath(u"data"_s), &clock] {
            const std::shared_ptr<Stores> stores = openSqliteStores(path).value();
            return QueueUnderTest{stores, std::make_unique<EmbeddedQueue>(stores->jobs(), clock)};
        };
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(tst_EmbeddedQueue)
#include "tst_EmbeddedQueue.moc"
