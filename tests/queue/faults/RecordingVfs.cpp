// SPDX-License-Identifier: Apache-2.0
#include "tests/queue/faults/RecordingVfs.h"

#include <QDir>
#include <QMutex>

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <optional>

namespace muster {

namespace {

//! What all its files share; SQLite gives us no other place for it.
struct State {
    QMutex mutex;
    sqlite3_vfs *real = nullptr;
    bool isRecording = false;
    std::vector<FileCall> calls;
    int counted = 0;
    int failFrom = 0; // 0: never.
    int failCount = 0;
    RecordingVfs::Fault fault = RecordingVfs::Fault::IoError;
    QString folder;
    qint64 most = 0;
};

State &state()
{
    static State all;
    return all;
}

//! A file of ours, with the real one behind it in the same memory.
struct File {
    sqlite3_file base;
    char path[512];
    sqlite3_file *real() { return reinterpret_cast<sqlite3_file *>(this + 1); }
};

File *ours(sqlite3_file *file)
{
    return reinterpret_cast<File *>(file);
}

const sqlite3_io_methods *realMethods(sqlite3_file *file)
{
    return ours(file)->real()->pMethods;
}

//! Remembers a call, unless it is to fail.
std::optional<RecordingVfs::Fault> faultOf()
{
    State &all = state();
    const QMutexLocker lock(&all.mutex);
    ++all.counted;
    const bool fails = all.failFrom > 0 && all.counted >= all.failFrom && all.counted < all.failFrom + all.failCount;
    return fails ? std::optional(all.fault) : std::nullopt;
}

void remember(FileCall::Kind kind, const char *path, qint64 offset, const QByteArray &bytes = {})
{
    State &all = state();
    const QMutexLocker lock(&all.mutex);
    if (all.isRecording)
        all.calls.push_back({kind, QString::fromUtf8(path), offset, bytes});
}

bool hasRoomFor(sqlite3_file *file, qint64 end)
{
    State &all = state();
    qint64 size = 0;
    realMethods(file)->xFileSize(ours(file)->real(), &size);
    const QMutexLocker lock(&all.mutex);
    if (all.most == 0 || end <= size)
        return true;
    qint64 used = end - size;
    for (const QFileInfo &one : QDir(all.folder).entryInfoList(QDir::Files | QDir::Hidden))
        used += one.size();
    return used <= all.most;
}

int codeOf(RecordingVfs::Fault fault, int ioCode)
{
    return fault == RecordingVfs::Fault::Full ? SQLITE_FULL : ioCode;
}

int closeFile(sqlite3_file *file)
{
    return realMethods(file)->xClose(ours(file)->real());
}
int readFile(sqlite3_file *file, void *to, int count, sqlite3_int64 offset)
{
    if (const auto fault = faultOf(); fault && *fault == RecordingVfs::Fault::IoError)
        return SQLITE_IOERR_READ;
    return realMethods(file)->xRead(ours(file)->real(), to, count, offset);
}
int writeFile(sqlite3_file *file, const void *from, int count, sqlite3_int64 offset)
{
    const auto fault = faultOf();
    const QByteArray bytes(static_cast<const char *>(from), count);
    if (fault == RecordingVfs::Fault::ShortWrite) { // A part arrives.
        remember(FileCall::Kind::Write, ours(file)->path, offset, bytes.left(count / 2));
        realMethods(file)->xWrite(ours(file)->real(), from, count / 2, offset);
    }
    if (fault)
        return codeOf(*fault, SQLITE_IOERR_WRITE);
    if (!hasRoomFor(file, offset + count))
        return SQLITE_FULL;
    remember(FileCall::Kind::Write, ours(file)->path, offset, bytes);
    return realMethods(file)->xWrite(ours(file)->real(), from, count, offset);
}
int truncateFile(sqlite3_file *file, sqlite3_int64 size)
{
    if (const auto fault = faultOf())
        return codeOf(*fault, SQLITE_IOERR_TRUNCATE);
    remember(FileCall::Kind::Truncate, ours(file)->path, size);
    return realMethods(file)->xTruncate(ours(file)->real(), size);
}
int syncFile(sqlite3_file *file, int)
{
    if (const auto fault = faultOf())
        return codeOf(*fault, SQLITE_IOERR_FSYNC);
    remember(FileCall::Kind::Sync, ours(file)->path, 0); // The power is cut in the test alone: the real disk need not be waited for.
    return SQLITE_OK;
}
int sizeOfFile(sqlite3_file *file, sqlite3_int64 *size)
{
    return realMethods(file)->xFileSize(ours(file)->real(), size);
}
int lockFile(sqlite3_file *file, int level)
{
    return realMethods(file)->xLock(ours(file)->real(), level);
}
int unlockFile(sqlite3_file *file, int level)
{
    return realMethods(file)->xUnlock(ours(file)->real(), level);
}
int checkLock(sqlite3_file *file, int *isReserved)
{
    return realMethods(file)->xCheckReservedLock(ours(file)->real(), isReserved);
}
int controlFile(sqlite3_file *file, int what, void *with)
{
    return realMethods(file)->xFileControl(ours(file)->real(), what, with);
}
int sectorSize(sqlite3_file *file)
{
    return realMethods(file)->xSectorSize(ours(file)->real());
}
int characteristics(sqlite3_file *file)
{
    return realMethods(file)->xDeviceCharacteristics(ours(file)->real());
}
int mapShared(sqlite3_file *file, int page, int size, int extend, void volatile **to)
{
    return realMethods(file)->xShmMap(ours(file)->real(), page, size, extend, to);
}
int lockShared(sqlite3_file *file, int offset, int count, int flags)
{
    return realMethods(file)->xShmLock(ours(file)->real(), offset, count, flags);
}
void barrierShared(sqlite3_file *file)
{
    realMethods(file)->xShmBarrier(ours(file)->real());
}
int unmapShared(sqlite3_file *file, int isGone)
{
    return realMethods(file)->xShmUnmap(ours(file)->real(), isGone);
}

const sqlite3_io_methods kMethods{2,          closeFile,  readFile,      writeFile,  truncateFile,    syncFile,
                                  sizeOfFile, lockFile,   unlockFile,    checkLock,  controlFile,     sectorSize,
                                  characteristics, mapShared, lockShared, barrierShared, unmapShared, nullptr, nullptr};

int openFile(sqlite3_vfs *, const char *path, sqlite3_file *file, int flags, int *out)
{
    const int code = state().real->xOpen(state().real, path, ours(file)->real(), flags, out);
    ours(file)->base.pMethods = realMethods(file) ? &kMethods : nullptr;
    std::snprintf(ours(file)->path, sizeof ours(file)->path, "%s", path ? path : "");
    return code;
}
int deleteFile(sqlite3_vfs *, const char *path, int sync)
{
    remember(FileCall::Kind::Delete, path, 0);
    return state().real->xDelete(state().real, path, sync);
}

} // namespace

struct RecordingVfs::Guts {
    sqlite3_vfs vfs;
};

RecordingVfs::RecordingVfs() : m_guts(std::make_unique<Guts>())
{
    State &all = state();
    all.real = sqlite3_vfs_find(nullptr);
    m_guts->vfs = *all.real; // All else is done by the real one, which gets itself as its argument.
    m_guts->vfs.pNext = nullptr;
    m_guts->vfs.zName = "recording";
    m_guts->vfs.szOsFile = static_cast<int>(sizeof(File)) + all.real->szOsFile;
    m_guts->vfs.xOpen = openFile;
    m_guts->vfs.xDelete = deleteFile;
    sqlite3_vfs_register(&m_guts->vfs, 1);
}

RecordingVfs::~RecordingVfs()
{
    State &all = state();
    sqlite3_vfs_unregister(&m_guts->vfs);
    sqlite3_vfs_register(all.real, 1);
    const QMutexLocker lock(&all.mutex);
    all.isRecording = false;
    all.calls.clear();
    all.failFrom = 0;
    all.most = 0;
}

void RecordingVfs::record()
{
    const QMutexLocker lock(&state().mutex);
    state().calls.clear();
    state().isRecording = true;
}

void RecordingVfs::mark(qint64 number)
{
    remember(FileCall::Kind::Mark, "", number);
}

std::vector<FileCall> RecordingVfs::calls() const
{
    const QMutexLocker lock(&state().mutex);
    return state().calls;
}

void RecordingVfs::failAt(int call, Fault fault, int count)
{
    const QMutexLocker lock(&state().mutex);
    state().counted = 0;
    state().failFrom = call;
    state().failCount = count;
    state().fault = fault;
}

int RecordingVfs::counted() const
{
    const QMutexLocker lock(&state().mutex);
    return state().counted;
}

void RecordingVfs::limit(const QString &folder, qint64 bytes)
{
    const QMutexLocker lock(&state().mutex);
    state().folder = folder;
    state().most = bytes;
}

} // namespace muster
