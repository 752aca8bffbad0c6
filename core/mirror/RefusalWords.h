// SPDX-License-Identifier: Apache-2.0
#pragma once
// Refusals in words, the same in the console, which translates them, and in musterctl, which does not. Pure.

#include <QString>
#include <QStringList>

namespace muster {

//! A sentence or a part of one in English, and what stands for its %1, %2 …
struct Words {
    const char *english = nullptr; //!< Marked for translation in the context "EventText"; null: there are no words.
    QStringList parts;

    //! In \a sentence, a translation of `english`.
    QString in(const QString &sentence) const;
    //! In English.
    QString text() const { return english ? in(QString::fromUtf8(english)) : QString(); }
    bool isEmpty() const { return english == nullptr; }
};

//! "remove node-3" for "DELETE /api/v1/nodes/node-3"; none for a request that is none that we know.
Words requestWords(const QString &request);
//! "anna asked to remove node-3: refused (from 10.0.0.7)". \a asked is the request in words; empty for the sum of those that were
//! not told singly, of which \a text says how many. \a who and \a source may be empty.
Words refusalWords(const QString &who, const QString &asked, const QString &source, const QString &text);
//! "12 requests without a valid token from 10.0.0.9 in one minute"; \a shown is \a count as it is to be written.
Words callersWords(int count, const QString &shown, const QString &source);
//! What stands for the addresses that are not counted singly.
Words otherSources();
//! What stands for a caller without a name.
Words somebody();

} // namespace muster
