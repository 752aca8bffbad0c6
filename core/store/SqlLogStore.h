// SPDX-License-Identifier: Apache-2.0
#pragma once
// LogStore over SQL.

#include "core/store/LogStore.h"
#include "core/store/StoreReader.h"
#include "core/store/StoreThread.h"

namespace muster {

//! Chunks as rows of the tables of 0007_logs.sql and 0008_log_marks.sql; \a thread, which has \a path open, must outlive it.
class SqlLogStore final : public LogStore
{
public:
    SqlLogStore(StoreThread &thread, const QString &path) : m_thread(thread), m_path(path), m_reader(path) {}

    Future<QList<LogNumbers>> append(QList<LogChunk> chunks) override;
    Future<QHash<NodeId, LogMark>> marks() override;
    Future<LogPage> after(LogSource source, quint64 after, int most, qint64 bytesMost) override;
    Future<LogPage> newest(LogSource source, int most, qint64 bytesMost) override;
    Future<int> drop(LogSource source, int most) override;
    Future<int> trim(Timestamp before, qint64 bytesMost, int most) override;

private:
    StoreThread &m_thread;
    const QString m_path;
    StoreReader m_reader;
};

} // namespace muster
