// SPDX-License-Identifier: Apache-2.0
#pragma once
// Before and after of an audit entry as lines, with what differs between them; pure.

#include <QJsonValue>
#include <QList>
#include <QString>

namespace muster {

//! One line of the diff. Numbers are from 1; 0 where it is not in that version.
struct DiffLine {
    enum class Kind { Same, Gone, Come };
    Kind kind = Kind::Same;
    int before = 0;
    int after = 0;
    QString text;
    //! The part that differs from the line that it stands for; no length when all of it does.
    qsizetype from = 0;
    qsizetype length = 0;

    bool operator==(const DiffLine &) const = default;
};

//! A JSON value as people read it: a field a line, indented by two; nothing for null.
QStringList jsonLines(const QJsonValue &value);
//! The shortest way from \a before to \a after. Values of more than 400 lines are all told as gone and come.
QList<DiffLine> auditDiff(const QJsonValue &before, const QJsonValue &after);

} // namespace muster
