// SPDX-License-Identifier: Apache-2.0
#pragma once
// A command line as people type it, as the list of arguments that the kernel gets. No shell ever sees it. Pure.

#include "core/base/Result.h"

#include <QStringList>

namespace muster {

//! Words are parted by white space; "…" and '…' keep them together, a backslash takes the next character as it is (within '…' it
//! stands for itself). Nothing else has a meaning: no variable, no pipe, no star. Invalid blames "argv": a quote that is not closed.
Result<QStringList> argumentsOf(const QString &text);
//! The text that argumentsOf() reads as \a arguments.
QString textOf(const QStringList &arguments);

} // namespace muster
