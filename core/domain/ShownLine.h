// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a program wrote as a line that is safe to show (T-16); pure.

#include <QByteArrayView>
#include <QString>

namespace muster {

//! \a bytes as text of at most limits::kLogLineBytes as UTF-8: what is no UTF-8 becomes U+FFFD, a tab four blanks, other
//! control characters their pictures (␛), and what steers a terminal or the direction of text \\uXXXX. A carriage return at the
//! end is the line end of some systems and goes. When the line is too long, or \a bytesMissing more were never kept, it ends in
//! "… (n bytes more)".
QString shownLine(QByteArrayView bytes, qint64 bytesMissing = 0);

//! \a text as it is when shownLine() would leave it so, else what that makes of it: for lines that others say are shown.
QString shownText(const QString &text);

} // namespace muster
