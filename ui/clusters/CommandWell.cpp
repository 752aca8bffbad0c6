// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/CommandWell.h"

#include "ui/kit/Button.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

CommandWell::CommandWell(const QString &command, bool isMain, QWidget *parent)
    : Panel(&Tokens::sunken, parent),
      m_copy(new Button("copy"_L1, tr("Copy"), isMain ? ButtonKind::Primary : ButtonKind::Secondary, this))
{
    setFrame(6);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(scaled(12), scaled(8), scaled(8), scaled(8));
    row->setSpacing(scaled(8));
    auto *words = new PlainLabel(command, Type::Mono, &Tokens::text, this);
    words->setWraps(true);
    words->setSelectable();
    words->setAccessibleName(tr("Command: %1").arg(command));
    m_copy->setAccessibleName(tr("Copy the command"));
    m_copy->setAutoDefault(false);
    row->addWidget(words, 1);
    row->addWidget(m_copy, 0, Qt::AlignTop);
    connect(m_copy, &QPushButton::clicked, this, [this, command] {
        QGuiApplication::clipboard()->setText(command);
        Q_EMIT copied();
    });
}

} // namespace muster
