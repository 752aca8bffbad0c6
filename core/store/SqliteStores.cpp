// SPDX-License-Identifier: Apache-2.0
#include "core/store/DataFolderLock.h"
#include "core/store/SqlNodeStore.h"
#include "core/store/Stores.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

class SqliteStores final : public Stores
{
public:
    explicit SqliteStores(std::unique_ptr<StoreThread> thread) : m_thread(std::move(thread)), m_nodes(*m_thread) {}
    NodeStore &nodes() override { return m_nodes; }

private:
    std::unique_ptr<StoreThread> m_thread;
    SqlNodeStore m_nodes;
};

} // namespace

Result<std::unique_ptr<Stores>> openSqliteStores(const QString &folder)
{
    MUSTER_CHECK(ensureDataFolder(folder));
    MUSTER_TRY(thread, StoreThread::open(folder + u"/muster.sqlite"_s));
    return std::unique_ptr<Stores>(std::make_unique<SqliteStores>(std::move(thread)));
}

} // namespace muster
