// SPDX-License-Identifier: Apache-2.0
#pragma once
// JSON for people: where it is wrong, how it reads on several lines, and how many secrets it hides. Pure.

#include <QByteArray>
#include <QString>

namespace muster {

//! What is wrong with a text that should be one JSON value.
struct JsonFault {
    QString what;      //!< One sentence; empty: nothing is wrong.
    qsizetype at = -1; //!< Index of the character to blame; -1: none.
    int line = 0;      //!< From 1.
    int column = 0;    //!< From 1.

    bool isEmpty() const { return what.isEmpty(); }
};
//! Checks \a text as a payload: one value of any kind, not too large. Empty text is no payload, and right.
JsonFault jsonFaultOf(const QString &text);

//! One value on several lines, with secrets masked or not.
struct JsonShown {
    QString text;   //!< What is not JSON comes as it is.
    int masked = 0; //!< Values that are hidden and can be revealed.
    int withheld = 0; //!< Values that the cluster itself hid: they are not here.
};
enum class JsonSecrets { Masked, Revealed };
JsonShown shownJson(const QByteArray &json, JsonSecrets secrets);

} // namespace muster
