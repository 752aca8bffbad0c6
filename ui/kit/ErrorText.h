// SPDX-License-Identifier: Apache-2.0
#pragma once
// Errors in words: what happened, what it means, what can be done (ux.md 3.14).

#include "core/base/Error.h"

namespace muster {

//! One error for a Note or a dialog.
struct ErrorWords {
    QString heading; //!< What happened, without a full stop: "No answer in time".
    QString advice;  //!< What it means for you and what you can do, one or two sentences.
    QString details; //!< What we saw, for the folded part and for copying.
};

//! The words of \a error: of its code where that says more (see codeWords()), else of its kind. Exhaustive
//! over ErrorKind. English sentences of core appear only in details.
ErrorWords errorWords(const Error &error);
//! The same for a link that is lost and tried again by itself: nothing was asked for, so nothing is said of changes. The
//! advice is for one that stays away.
ErrorWords linkErrorWords(const Error &error);
//! For a toast: the heading, and what the server says of why it did not do it, where it says that itself.
QString errorBrief(const Error &error);
//! "heading. advice": one line for tooltips and status lines.
QString errorLine(const Error &error);

} // namespace muster
