// SPDX-License-Identifier: Apache-2.0
#pragma once
// Parts of a JSON text as they stand there, byte for byte: what is parsed and written again loses the digits of large numbers, the
// order of members and its blanks. Used for payloads of jobs, which belong to who submits them.

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace muster
{

//! The value of the member \a key of the object \a text, without blanks around it; the last one when there are several, as parsers
//! take it. Empty when there is none. \a text should have been parsed before: of what is no JSON some part or none comes back. The
//! view is of \a text.
QByteArrayView jsonMember(QByteArrayView text, QByteArrayView key);

//! The values of the array \a text, likewise; empty when it is none.
QList<QByteArrayView> jsonElements(QByteArrayView text);

//! \a text without the blanks between its parts; all else of it stays.
QByteArray jsonCompact(QByteArrayView text);

} // namespace muster
