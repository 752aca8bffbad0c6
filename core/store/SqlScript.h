// SPDX-License-Identifier: Apache-2.0
#pragma once
// SQL texts built into the program: one statement a file, named like the file.

#include "core/base/Result.h"

#include <QStringList>

namespace muster {

//! The statement of sql/common/NAME.sql. Asking for one that is not there is our bug and asserts.
QString sqlStatement(QLatin1StringView name);
//! A numbered script.
struct SqlMigration {
    int number = 0;         //!< From 1, without gaps.
    QString name;           //!< "0001_cluster".
    QStringList statements;
};
//! The scripts of sql/migrations/sqlite, in order.
QList<SqlMigration> sqliteMigrations();
//! \a text without comment lines, cut at the semicolons that end statements.
QStringList splitStatements(const QString &text);

} // namespace muster
