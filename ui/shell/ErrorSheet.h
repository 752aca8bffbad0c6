// SPDX-License-Identifier: Apache-2.0
#pragma once
// An error that needs a person: what happened, what it means, what can be done, details folded.

#include "core/base/Error.h"
#include "ui/shell/Sheet.h"

namespace muster {

//! Close has the focus.
class ErrorSheet : public Sheet
{
    Q_OBJECT

public:
    //! \a title: what was tried, e.g. "This machine could not be opened".
    ErrorSheet(const QString &title, const Error &error, QWidget *parent);
};

} // namespace muster
