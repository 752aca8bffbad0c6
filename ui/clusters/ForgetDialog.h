// SPDX-License-Identifier: Apache-2.0
#pragma once
// Asks before a cluster is forgotten here; nothing changes on the cluster itself.

#include "ui/shell/Sheet.h"

namespace muster {

//! Cancel has the focus; accepted() means forget.
class ForgetDialog : public Sheet
{
    Q_OBJECT

public:
    ForgetDialog(const QString &cluster, QWidget *parent);
};

} // namespace muster
