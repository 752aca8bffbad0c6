// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a shell offers while somebody types a musterctl command. Made from the table of verbs, so that nothing is forgotten; the
// scripts only ask for it.

#include "app/ctl/CtlOptions.h"

namespace muster {

//! What may stand where the cursor is.
struct CtlCompletion {
    QStringList words; //!< That begin with what is typed already. Empty, as \a ask: a file, or anything.
    //! The command line, without the program, whose CSV has the names in its first column; empty: none need be asked for.
    QStringList ask = {};
    QString typed = {}; //!< What those names must begin with.
};

//! Of \a words, which follow the program's name; the last one is being typed and may be empty.
CtlCompletion completionOf(const QStringList &words);
//! The names in the CSV \a text that begin with \a typed, a line each.
QByteArray namesIn(const QByteArray &text, const QString &typed);

//! The script that makes \a shell ask: "bash", "zsh" or "fish"; empty for another.
QString completionScript(const QString &shell);

} // namespace muster
