// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlScript.h"

#include <QDir>
#include <QFile>

// Resources of a static library are only linked when somebody asks for them; the macro cannot stand in a namespace.
static void ensureStoreResources()
{
    Q_INIT_RESOURCE(muster_store);
}

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString textOf(const QString &path)
{
    ensureStoreResources();
    QFile file(path);
    const bool isThere = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(isThere, "sqlStatement", qPrintable(path));
    return isThere ? QString::fromUtf8(file.readAll()) : QString();
}

//! \a line up to a comment; quotes are looked at, so that '--' in a text stays.
QString withoutComment(const QString &line)
{
    bool isQuoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (line[i] == u'\'')
            isQuoted = !isQuoted;
        else if (!isQuoted && QStringView(line).mid(i).startsWith("--"_L1))
            return line.left(i);
    }
    return line;
}

} // namespace

QString sqlStatement(QLatin1StringView name)
{
    return splitStatements(textOf(u":/store/sql/common/%1.sql"_s.arg(name))).value(0);
}

QStringList splitStatements(const QString &text)
{
    QStringList statements;
    QString current;
    for (const QString &line : text.split(u'\n')) {
        const QString bare = withoutComment(line).trimmed();
        if (bare.isEmpty())
            continue;
        current += (current.isEmpty() ? u""_s : u"\n"_s) + bare;
        // A trigger has statements inside; only its END closes it.
        const bool isTrigger = current.startsWith("CREATE TRIGGER"_L1);
        if (isTrigger ? bare == "END;"_L1 : bare.endsWith(u';')) {
            current.chop(1);
            statements << current;
            current.clear();
        }
    }
    if (!current.isEmpty())
        statements << current;
    return statements;
}

QList<SqlMigration> sqliteMigrations()
{
    ensureStoreResources();
    QList<SqlMigration> migrations;
    const QString folder = u":/store/sql/migrations/sqlite"_s;
    for (const QString &file : QDir(folder).entryList({u"*.sql"_s}, QDir::Files, QDir::Name)) {
        const int number = file.left(4).toInt();
        Q_ASSERT(number == migrations.size() + 1);
        migrations.append({number, file.chopped(4), splitStatements(textOf(folder + u'/' + file))});
    }
    return migrations;
}

} // namespace muster
