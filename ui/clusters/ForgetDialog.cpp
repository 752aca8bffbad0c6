// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/ForgetDialog.h"

#include "ui/kit/PlainLabel.h"

#include <QVBoxLayout>

namespace muster {

namespace {

constexpr int kWidth = 480;

} // namespace

ForgetDialog::ForgetDialog(const QString &cluster, QWidget *parent)
    : Sheet(tr("Forget %1?").arg(cluster), kWidth, parent)
{
    auto *words = new PlainLabel(tr("Its address, its colour and its token in the keychain go from this computer. "
                                    "Nothing changes on the cluster; you can connect again with its token."),
                                 Type::Body, &Tokens::text2, this);
    words->setWraps(true);
    body()->addWidget(words);
    Button *cancel = addButton(tr("Cancel"), ButtonKind::Secondary);
    Button *forget = addButton(tr("Forget"), ButtonKind::Danger);
    cancel->setDefault(true);
    cancel->setFocus();
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(forget, &QPushButton::clicked, this, &QDialog::accept);
}

} // namespace muster
