// SPDX-License-Identifier: Apache-2.0
#pragma once
// A command to run elsewhere, in monospaced letters, with its Copy button.

#include "ui/kit/Panel.h"

namespace muster {

class Button;

//! The command can be marked and copied; commands never carry a secret.
class CommandWell final : public Panel
{
    Q_OBJECT

public:
    //! \a isMain: its Copy is what a person shall press; at most one on a page.
    CommandWell(const QString &command, bool isMain, QWidget *parent);
    Button *copyButton() const { return m_copy; }

Q_SIGNALS:
    //! It is on the clipboard.
    void copied();

private:
    Button *m_copy;
};

} // namespace muster
