// SPDX-License-Identifier: Apache-2.0
#pragma once
// A command line taken apart into words and options. CtlOptions gives them meaning.

#include "core/base/Result.h"

#include <QHash>
#include <QStringList>

#include <optional>

namespace muster {

struct CtlArguments {
    QStringList words;
    QHash<QString, QString> options; //!< By name without dashes; flags have an empty value.
    QHash<QString, QStringList> lists; //!< The same for those that may be given again and again.
    QStringList emptied; //!< Options with an empty value, of those for which that can mean something: to have none any more.
    std::optional<QStringList> command; //!< What follows "--", as it is.

    //! Invalid for an unknown option, one without its value, or one given twice that is no list.
    static Result<CtlArguments> parse(const QStringList &arguments);
    //! Whether the option \a name is followed by a value.
    static bool takesValue(const QString &name);
    bool has(const QString &name) const { return options.contains(name) || lists.contains(name); }
};

} // namespace muster
