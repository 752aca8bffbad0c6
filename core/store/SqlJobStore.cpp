// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlJobStore.h"

#include "core/store/SqlJobAdds.h"
#include "core/store/SqlJobChanges.h"
#include "core/store/SqlJobOpen.h"

namespace muster {

using namespace Qt::StringLiterals;

SqlJobStore::SqlJobStore(StoreThread &thread, const QString &path)
    : m_thread(thread), m_reserve(std::make_shared<SpaceReserve>(path + u"-reserve"_s)), m_reader(path)
{
}

Future<StoredQueue> SqlJobStore::open(Timestamp now)
{
    return m_thread.write<StoredQueue>([now](SqlConnection &connection) { return openQueue(connection, now); });
}

Future<QList<AddedJob>> SqlJobStore::add(QList<JobToAdd> jobs)
{
    return m_thread.write<QList<AddedJob>>(
        [jobs = std::move(jobs)](SqlConnection &connection) { return addJobs(connection, jobs); });
}

Future<QList<JobOutcome>> SqlJobStore::change(QList<JobChange> changes)
{
    return m_thread.write<QList<JobOutcome>>(
        [changes = std::move(changes)](SqlConnection &connection) { return changeJobs(connection, changes); });
}

Future<Job> SqlJobStore::job(qint64 number)
{
    return m_reader.read<Job>([this, number](SqlConnection &connection) { return m_pages.job(connection, number); });
}

Future<JobPage> SqlJobStore::page(JobQuery query)
{
    return m_reader.read<JobPage>(
        [this, query = std::move(query)](SqlConnection &connection) { return m_pages.page(connection, query); });
}

Future<bool> SqlJobStore::ensureReserve()
{
    return m_thread.read<bool>([reserve = m_reserve](SqlConnection &) { return Result<bool>(reserve->ensure()); });
}

Future<bool> SqlJobStore::hasRoom()
{
    return m_thread.read<bool>([reserve = m_reserve](SqlConnection &) { return Result<bool>(reserve->hasRoomBeside()); });
}

Future<bool> SqlJobStore::spendReserve()
{
    return m_thread.read<bool>([reserve = m_reserve](SqlConnection &) { return Result<bool>(reserve->spend()); });
}

} // namespace muster
