// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads fixtures/requests.tsv.

#include <QByteArray>
#include <QFile>
#include <QList>

namespace muster
{

//! One row; see fixtures/README.md.
struct RecordedRequest {
    QByteArray name{};
    int requests = 0;
    int status = 0;
    QByteArrayList digests{}; //!< Of the requests that Node read.
    bool isRefusedByNode = false;
    QByteArray raw{};
};

inline QByteArray unescaped(const QByteArray &text)
{
    QByteArray bytes;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            bytes += text[i];
            continue;
        }
        const char letter = text[++i];
        if (letter == 'x') {
            bytes += char(text.mid(i + 1, 2).toInt(nullptr, 16));
            i += 2;
        } else {
            bytes += letter == 'r' ? '\r' : letter == 'n' ? '\n' : letter == 't' ? '\t' : letter;
        }
    }
    return bytes;
}

//! All rows; none when the file cannot be read.
inline QList<RecordedRequest> recordedRequests()
{
    QList<RecordedRequest> rows;
    QFile file(QStringLiteral(MUSTER_SOURCE_DIR "/tests/wire/fixtures/requests.tsv"));
    if (!file.open(QIODevice::ReadOnly))
        return rows;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QList<QByteArray> columns = line.split('\t');
        if (line.startsWith('#') || columns.size() != 5)
            continue;
        QByteArray node = columns[3];
        const bool isRefused = node.endsWith('!');
        node.chop(isRefused ? 1 : 0);
        rows.append({columns[0], columns[1].toInt(), columns[2].toInt(),
                     node == "-" ? QByteArrayList() : node.split(','), isRefused, unescaped(columns[4])});
    }
    return rows;
}

} // namespace muster
