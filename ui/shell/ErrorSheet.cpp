// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/ErrorSheet.h"

#include "ui/kit/ErrorText.h"
#include "ui/kit/Note.h"
#include "ui/kit/PlainLabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QVBoxLayout>

namespace muster {

namespace {

constexpr int kWidth = 520;

} // namespace

ErrorSheet::ErrorSheet(const QString &title, const Error &error, QWidget *parent) : Sheet(title, kWidth, parent)
{
    const ErrorWords words = errorWords(error);
    body()->addWidget(new Note(NodeStatus::Failed, words.heading, words.advice, this));
    auto *details = new PlainLabel(words.details, Type::MonoSmall, &Tokens::text2, this);
    details->setWraps(true);
    details->setSelectable();
    details->setAccessibleName(tr("Details: %1").arg(words.details));
    details->setVisible(!words.details.isEmpty());
    body()->addWidget(details);
    Button *copy = addButton(tr("Copy details"), ButtonKind::Secondary);
    copy->setVisible(!words.details.isEmpty());
    Button *close = addButton(tr("Close"), ButtonKind::Primary);
    close->setFocus();
    connect(copy, &QPushButton::clicked, this,
            [text = words.details] { QGuiApplication::clipboard()->setText(text); });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
}

} // namespace muster
