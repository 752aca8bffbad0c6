// SPDX-License-Identifier: Apache-2.0
#pragma once
// One file of the tree as the rules read it: raw, and with comments and literals blanked out.

#include <QList>
#include <QString>
#include <QStringList>

namespace muster::tidy
{

//! An #include line.
struct Include {
    QString target; //!< What stands between the quotes or angle brackets.
    bool quoted = false;
    int line = 0; //!< From 1.
};

//! A text file. Positions in `code` are positions in `text`.
struct SourceFile {
    QString path; //!< From the source root: "core/base/Result.h".
    QString text;
    QString code; //!< `text` with comments and the contents of literals as blanks; equal to `text` for other languages.
    QList<Include> includes;

    bool isCpp() const { return path.endsWith(u".h") || path.endsWith(u".cpp"); }
    bool isHeader() const { return path.endsWith(u".h"); }
    bool isIn(QStringView folder) const
    {
        return path.startsWith(folder) && path.size() > folder.size() && path[folder.size()] == u'/';
    }
    //! "core/base" for "core/base/Result.h"; empty at the root.
    QString folder() const;
    //! "Result.h".
    QString name() const;
    //! "Result".
    QString stem() const;
    //! The line, from 1, of a position.
    int lineAt(qsizetype position) const;
    int lineCount() const;
    QStringList lines() const;
};

//! Reads \a text as the file \a path.
SourceFile sourceFile(const QString &path, const QString &text);

//! \a text of a C++ file with comments and the contents of string and character literals as blanks; line ends stay.
QString blanked(const QString &text);

} // namespace muster::tidy
