// SPDX-License-Identifier: Apache-2.0
#include "core/store/StoreReader.h"

namespace muster {

using namespace Qt::StringLiterals;

StoreReader::StoreReader(QString path) : m_path(std::move(path)), m_thread(u"store-reader"_s)
{
    m_thread.runBlocking([this] { m_anchor = std::make_unique<QObject>(); });
}

StoreReader::~StoreReader()
{
    m_thread.runBlocking([this] {
        m_anchor.reset();
        m_connection.reset();
    });
}

Result<void> StoreReader::ensureOpen()
{
    if (m_connection)
        return {};
    MUSTER_TRY(connection, SqlConnection::open(m_path));
    MUSTER_CHECK(connection->run(u"PRAGMA query_only = ON"_s));
    m_connection = std::move(connection);
    return {};
}

} // namespace muster
