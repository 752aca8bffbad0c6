// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlFault.h"

#include <QFileInfo>
#include <QStorageInfo>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

// SQLite's primary result codes, https://www.sqlite.org/rescode.html; the higher bits carry details.
enum : int {
    kLocked = 5,
    kTableLocked = 6,
    kReadOnly = 8,
    kIoError = 10,
    kCorrupt = 11,
    kFull = 13,
    kCannotOpen = 14,
    kNotADatabase = 26,
};

//! SQLite calls it an I/O error when its index of the log, of 32 KiB, finds no room.
constexpr qint64 kIndexBytes = 64 * 1024;

bool hasNoRoom(const QString &path)
{
    const qint64 left = QStorageInfo(QFileInfo(path).absolutePath()).bytesAvailable();
    return left >= 0 && left < kIndexBytes;
}

QString sentenceFor(int code, const QString &text, const QString &path)
{
    switch (code) {
    case kFull:
        return u"no space is left for %1"_s.arg(path);
    case kNotADatabase:
    case kCorrupt:
        return u"%1 is damaged or is not a database; move it away or restore a backup"_s.arg(path);
    case kReadOnly:
    case kCannotOpen:
        return u"%1 cannot be opened for writing; check its owner and mode"_s.arg(path);
    case kLocked:
    case kTableLocked:
        return u"another process holds %1"_s.arg(path);
    case kIoError:
        return u"the disk refused to read or write %1"_s.arg(path);
    default:
        return u"%1: %2"_s.arg(path, text);
    }
}

} // namespace

Error sqlFault(int code, const QString &text, const QString &path)
{
    const int primary = code & 0xff;
    const int shown = primary == kIoError && hasNoRoom(path) ? int(kFull) : primary;
    Error error = storageError(u"using the database"_s, sentenceFor(shown, text, path));
    if (shown == kFull)
        error.code = u"disk-full"_s;
    return error;
}

} // namespace muster
