// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether this is the right server: the pin of its certificate, pasted, or compared and ticked by a person.

#include "core/base/TlsPin.h"

#include <QWidget>

class QCheckBox;

namespace muster {

class Field;
class FormRow;
class Note;
class PlainLabel;

//! The fingerprint of \a pin as people compare it: lower-case hex in groups of four, eight groups a line.
QString fingerprintText(const TlsPin &pin);

//! Part of the Connect dialog. A pin comes only from a person: pasted, or shown in groups and ticked. GUI thread.
class TrustForm : public QWidget
{
    Q_OBJECT

public:
    explicit TrustForm(QWidget *parent);

    //! What is in the field; empty when nothing is. Anything that contains "sha256:…" will do, so that the line of musterd can
    //! be pasted whole. Invalid, and the field is marked, for other text.
    Result<TlsPin> pin();
    void setPin(const TlsPin &pin);
    //! Shows the field; it stays while it holds a pin.
    void setFieldShown(bool shown);
    //! Asks a person to compare \a seen, the key of the server at \a host that nobody vouches for.
    void ask(const TlsPin &seen, const QString &host);
    //! Says that \a host shows \a seen where \a known was pinned. There is nothing to tick.
    void tellChanged(const TlsPin &known, const TlsPin &seen, const QString &host);
    //! Takes question and warning away.
    void clear();
    //! Whether one of them stands there.
    bool isAsking() const;

Q_SIGNALS:
    //! The field was edited.
    void edited();
    //! A person said that the fingerprint is the right one; it is in the field by then.
    void trusted();

private:
    QWidget *makeQuestion();
    //! Not there while it has nothing to show.
    void fit();

    Field *m_field;
    FormRow *m_row;
    QWidget *m_question;
    PlainLabel *m_heading = nullptr;
    PlainLabel *m_fingerprint = nullptr;
    QCheckBox *m_tick = nullptr;
    Note *m_changed;
    TlsPin m_seen;
};

} // namespace muster
