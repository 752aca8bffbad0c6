// SPDX-License-Identifier: Apache-2.0
#pragma once
// A one-line text field with an icon before and a key hint after the text.

#include <QLineEdit>

namespace muster {

//! 30 px high. Focus is a 2 px accent outline; an invalid field has a 2 px failed outline and says why.
class Field : public QLineEdit
{
    Q_OBJECT

public:
    //! \a name is the accessible name.
    explicit Field(const QString &name, QWidget *parent = nullptr);

    void setLeadingIcon(QLatin1StringView icon);
    //! The key that leads here, drawn at the right while the field is empty and without focus.
    void setKeyHint(const QString &key);
    //! Marks the field invalid with \a reason (tooltip, accessible description); empty makes it valid again.
    //! The text below the field is the form's business.
    void setInvalid(const QString &reason);
    bool isInvalid() const { return m_invalid; }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void dress();
    QLatin1StringView m_icon;
    QString m_keyHint;
    bool m_invalid = false;
};

} // namespace muster
