// SPDX-License-Identifier: Apache-2.0
#pragma once
// A label, a field and the reason below it when what was typed is wrong.

#include <QWidget>

namespace muster {

class Field;
class PlainLabel;

//! Label column of 104 px, field, and a line below that is there only while it says something.
class FormRow : public QWidget
{
    Q_OBJECT

public:
    //! \a control: the field or what holds it; reparented.
    FormRow(const QString &label, QWidget *control, QWidget *parent);

    //! The field that complain() marks.
    void setField(Field *field) { m_field = field; }
    //! Marks the field with \a reason below it; empty takes both away.
    void complain(const QString &reason);
    //! A quiet line below the field, shown while nothing is wrong; empty hides it.
    void explain(const QString &words);

private:
    void tell();

    Field *m_field = nullptr;
    PlainLabel *m_line;
    QString m_complaint;
    QString m_explanation;
};

} // namespace muster
