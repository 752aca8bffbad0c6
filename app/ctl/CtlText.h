// SPDX-License-Identifier: Apache-2.0
#pragma once
// Text as it may reach a terminal, a spreadsheet or a pipe: whoever wrote a name, it cannot act (T-17, T-19).

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace muster {

//! Columns under a heading line, two blanks apart, cells escaped; no trailing blanks. An empty heading leaves its line out.
QString tableText(const QStringList &heading, const QList<QStringList> &rows);
//! One cell of a table: escaped, "–" when empty.
QString cellText(const QString &text);

//! \a text as one word of a shell: as it is where that is safe, else in single quotes. Whoever copies a command runs no more
//! than it says.
QString shellWord(const QString &text);
//! A command as it could be typed.
QString commandText(const QStringList &argv);

//! A cell of CSV.
struct CsvCell {
    QString text;
    bool isNumber = false; //!< Written as it is: a minus sign is no formula then.
};
//! RFC 4180, CRLF; text that a spreadsheet would take for a formula gets an apostrophe in front.
QString csvLine(const QList<CsvCell> &cells);
QString csvHeading(const QStringList &names);

//! One line of JSON; characters that could act on a terminal are written as \\u escapes, which means the same.
QString jsonLine(const QJsonObject &object);
QString jsonLine(const QJsonArray &array);
//! The same for any JSON text: its blanks go, all else of it stays.
QString jsonTextLine(const QByteArray &text);

//! "42 %"; "–" when unknown.
QString shareText(std::optional<double> share);
//! "7.8 GiB"; "–" when unknown.
QString bytesText(std::optional<qint64> bytes);
//! "3.1 ms"; "under 1 ms" for 0: many measure whole ones.
QString latencyText(double ms);
//! "3 s", "2 min", "5 h", "12 d".
QString spanText(qint64 ms);

} // namespace muster
