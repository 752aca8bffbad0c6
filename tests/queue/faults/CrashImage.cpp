// SPDX-License-Identifier: Apache-2.0
#include "tests/queue/faults/CrashImage.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace muster {

namespace {

constexpr qsizetype kSector = 512;

void put(QByteArray *file, qint64 offset, const QByteArray &bytes)
{
    if (file->size() < offset + bytes.size())
        file->resize(offset + bytes.size(), '\0');
    std::copy(bytes.begin(), bytes.end(), file->begin() + offset);
}

} // namespace

CrashImage::CrashImage(const QHash<QString, QByteArray> &before, const std::vector<FileCall> &calls, size_t cut, std::mt19937 *random)
{
    for (auto file = before.cbegin(); file != before.cend(); ++file)
        m_files[file.key()].synced = file.value();
    for (size_t i = 0; i < cut; ++i) {
        const FileCall &call = calls[i];
        if (call.kind == FileCall::Kind::Mark) {
            m_marks.append(call.offset);
            continue;
        }
        File &file = m_files[call.path];
        if (call.kind == FileCall::Kind::Delete) {
            file.isGone = true;
            // SqlConnection syncs the folder when the database has been made; later, only logs come and go.
            file.isDurablyGone = call.path.endsWith(u"-journal");
            continue;
        }
        if (file.isGone)
            file = File{};
        if (call.kind != FileCall::Kind::Sync) {
            file.pending.push_back(&call);
            continue;
        }
        for (const FileCall *one : file.pending)
            one->kind == FileCall::Kind::Truncate ? static_cast<void>(file.synced.resize(one->offset, '\0')) : put(&file.synced, one->offset, one->bytes);
        file.pending.clear();
    }
    for (File &file : m_files)
        settle(&file, random);
}

//! The disk had begun with what was not synced: in any order, in part, or not at all; a sector may be neither old nor new.
void CrashImage::settle(File *file, std::mt19937 *random)
{
    // Its folder was not synced: it may be there again.
    file->isGone = file->isGone && (file->isDurablyGone || (*random)() % 2 == 0);
    const unsigned mood = (*random)() % 4; // Of all: nothing, everything, half, or everything until a point.
    size_t left = mood == 3 && !file->pending.empty() ? (*random)() % file->pending.size() : file->pending.size();
    if (mood == 2)
        std::shuffle(file->pending.begin(), file->pending.end(), *random);
    for (const FileCall *call : file->pending) {
        if (mood == 0 || left-- == 0)
            break;
        if (call->kind == FileCall::Kind::Truncate) {
            if (mood != 2 || (*random)() % 2)
                file->synced.resize(call->offset, '\0');
            continue;
        }
        for (qsizetype at = 0; at < call->bytes.size(); at += kSector) {
            QByteArray sector = call->bytes.mid(at, kSector);
            const unsigned fate = mood == 2 ? (*random)() % 8 : 0;
            if (fate >= 4)
                continue; // It never arrived.
            if (fate == 3)
                std::generate(sector.begin(), sector.end(), [random] { return static_cast<char>((*random)()); });
            put(&file->synced, call->offset + at, sector);
        }
    }
    file->pending.clear();
}

void CrashImage::writeTo(const QString &folder) const
{
    for (auto file = m_files.cbegin(); file != m_files.cend(); ++file) {
        const QString path = QDir(folder).filePath(QFileInfo(file.key()).fileName());
        QFile::remove(path);
        QFile out(path);
        if (!file->isGone && out.open(QIODevice::WriteOnly))
            out.write(file->synced);
    }
    QFile::remove(QDir(folder).filePath(QStringLiteral("muster.sqlite-shm"))); // Memory; gone with the power.
}

} // namespace muster
