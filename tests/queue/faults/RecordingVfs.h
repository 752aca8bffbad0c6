// SPDX-License-Identifier: Apache-2.0
#pragma once
// A file system for SQLite that remembers every write and sync, fails when it is told to, and has a bounded disk.

#include <QByteArray>
#include <QString>

#include <memory>
#include <vector>

namespace muster {

//! One call that changed a file, or a mark of the test.
struct FileCall {
    enum class Kind { Write, Sync, Truncate, Delete, Mark };
    Kind kind = Kind::Mark;
    QString path = {};
    qint64 offset = 0; //!< Of Truncate the size, of Mark its number.
    QByteArray bytes = {};
};

//! While it lives, every database that is opened goes through it. One at a time; thread-safe.
class RecordingVfs
{
public:
    RecordingVfs();
    ~RecordingVfs();
    Q_DISABLE_COPY_MOVE(RecordingVfs)

    //! From now on calls are remembered.
    void record();
    //! Puts a mark among them.
    void mark(qint64 number);
    //! All since record().
    std::vector<FileCall> calls() const;

    enum class Fault { IoError, Full, ShortWrite };
    //! Call number \a call from now that writes, syncs, truncates or reads fails, and \a count - 1 after it.
    void failAt(int call, Fault fault, int count = 1);
    //! Calls that could have failed, since failAt().
    int counted() const;
    //! The files of \a folder may have \a bytes together; 0: no bound.
    void limit(const QString &folder, qint64 bytes);

private:
    struct Guts;
    std::unique_ptr<Guts> m_guts;
};

} // namespace muster
