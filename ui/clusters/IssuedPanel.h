// SPDX-License-Identifier: Apache-2.0
#pragma once
// A new token at the only moment when it can be seen: to be copied or saved, with the pin that belongs to it.

#include "core/domain/AccessToken.h"

#include <QWidget>

namespace muster {

class Button;
class InlineError;
class PlainLabel;

//! The token is wiped with the panel. GUI thread.
class IssuedPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit IssuedPanel(const IssuedToken &issued, QWidget *parent = nullptr);

    //! Puts the token on the clipboard for kSecretClipHold.
    void copyToken();
    //! Writes it to \a path with mode 0600; says how it went.
    void saveTo(const QString &path);
    Button *copyButton() const { return m_copy; }

private:
    void addLine(const QString &label, const QString &value);
    void chooseFile();
    const IssuedToken m_issued;
    Button *m_copy = nullptr;
    PlainLabel *m_said = nullptr;
    InlineError *m_error = nullptr;
};

} // namespace muster
