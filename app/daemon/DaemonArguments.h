// SPDX-License-Identifier: Apache-2.0
#pragma once
// Options and variables as one list of named texts, so that each value knows where it came from. DaemonOptions reads it.

#include "core/base/Result.h"

#include <QHash>
#include <QProcessEnvironment>
#include <QStringList>

#include <optional>

namespace muster {

//! A text that somebody gave, and the option or variable to blame for it.
struct GivenText {
    QString text;
    QString field;
};

//! Everything that was given.
class DaemonArguments
{
public:
    //! Invalid for an unknown option, one without its value, one given twice, or a stray word.
    static Result<DaemonArguments> parse(const QStringList &arguments, const QProcessEnvironment &environment);

    bool hasOption(const QString &name) const { return m_options.contains(name); }
    //! The option \a option ("name" for --name), else the first of \a variables that is not empty.
    std::optional<GivenText> find(const QString &option, const QStringList &variables) const;
    //! The variable \a name, unless empty.
    std::optional<GivenText> variable(const QString &name) const;
    //! The variable \a name as a whole number in [least, most]; Invalid blames it.
    Result<std::optional<qint64>> number(const QString &name, qint64 least, qint64 most) const;

private:
    QHash<QString, QString> m_options;
    QProcessEnvironment m_environment;
};

//! The items of a comma list, trimmed, without empty ones.
QStringList commaItems(const QString &text);

} // namespace muster
