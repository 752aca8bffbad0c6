// SPDX-License-Identifier: Apache-2.0
#include "core/store/BackupSeal.h"

#include <QCryptographicHash>
#include <QFile>
#include <QtEndian>

#include <algorithm>
#include <array>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView kMark("Muster backup 1\n");
constexpr qint64 kLengthBytes = 8;
constexpr qint64 kHashBytes = 32;
constexpr qint64 kSealBytes = 16 + kLengthBytes + kHashBytes;
constexpr qint64 kPieceBytes = 256 * 1024; // A backup may be longer than our memory.

//! The seal of \a length bytes whose hash is under way.
QByteArray sealOf(QCryptographicHash *hash, qint64 length)
{
    std::array<char, kLengthBytes> count{};
    qToBigEndian(quint64(length), count.data());
    const QByteArray head = kMark.toByteArray() + QByteArray(count.data(), kLengthBytes);
    hash->addData(head);
    return head + hash->result();
}

//! Feeds the first \a length bytes of \a file to \a hash, and to \a copy when it is given.
Result<void> readThrough(QFile *file, qint64 length, QCryptographicHash *hash, QFile *copy)
{
    QByteArray piece(kPieceBytes, Qt::Uninitialized);
    for (qint64 left = length; left > 0;) {
        const qint64 count = file->read(piece.data(), std::min(left, kPieceBytes));
        if (count <= 0)
            return storageError(u"reading a backup"_s, u"cannot read %1: %2"_s.arg(file->fileName(), file->errorString()));
        const QByteArrayView got(piece.constData(), count);
        hash->addData(got);
        if (copy && copy->write(got.data(), got.size()) != got.size())
            return storageError(u"copying a backup"_s, u"cannot write %1: %2"_s.arg(copy->fileName(), copy->errorString()));
        left -= count;
    }
    return {};
}

} // namespace

Result<void> sealBackup(const QString &file)
{
    QFile sealed(file);
    if (!sealed.open(QIODevice::ReadWrite))
        return storageError(u"sealing a backup"_s, u"cannot write %1: %2"_s.arg(file, sealed.errorString()));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const qint64 length = sealed.size();
    MUSTER_CHECK(readThrough(&sealed, length, &hash, nullptr));
    const QByteArray seal = sealOf(&hash, length);
    if (!sealed.seek(length) || sealed.write(seal) != seal.size() || !sealed.flush())
        return storageError(u"sealing a backup"_s, u"cannot write %1: %2"_s.arg(file, sealed.errorString()));
    return {};
}

Result<qint64> unsealBackup(const QString &file, QFile *copy)
{
    QFile sealed(file);
    if (!sealed.open(QIODevice::ReadOnly))
        return invalid(u"file"_s, u"it cannot be read: %1"_s.arg(sealed.errorString()));
    const qint64 length = sealed.size() - kSealBytes;
    if (length < 0 || !sealed.seek(length))
        return invalid(u"file"_s, u"it is not a backup of Muster, or its end is missing"_s);
    const QByteArray seal = sealed.read(kSealBytes);
    if (!seal.startsWith(kMark) || !sealed.seek(0))
        return invalid(u"file"_s, u"it is not a backup of Muster, or its end is missing"_s);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    MUSTER_CHECK(readThrough(&sealed, length, &hash, copy));
    if (sealOf(&hash, length) != seal)
        return invalid(u"file"_s, u"its checksum does not fit: it was altered, damaged or cut"_s);
    return length;
}

} // namespace muster
