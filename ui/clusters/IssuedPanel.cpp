// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/IssuedPanel.h"

#include "ui/clusters/FormRow.h"
#include "ui/kit/Button.h"
#include "ui/kit/Note.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/SecretClip.h"
#include "ui/kit/Theme.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

IssuedPanel::IssuedPanel(const IssuedToken &issued, QWidget *parent) : QWidget(parent), m_issued(issued)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(12));
    column->addWidget(new Note(NodeStatus::Degraded, tr("This is the only time that it is shown"),
                               tr("Nobody can read it again, not even here. Copy it or save it now."), this));
    auto *well = new Panel(&Tokens::sunken, this);
    well->setFrame(6);
    auto *inside = new QHBoxLayout(well);
    inside->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
    auto *words = new PlainLabel(QString::fromUtf8(issued.token.reveal()), Type::Mono, &Tokens::text, well);
    words->setWraps(true);
    words->setSelectable();
    words->setAccessibleName(tr("The token"));
    m_copy = new Button("copy"_L1, tr("Copy"), ButtonKind::Primary, this);
    m_copy->setAccessibleName(tr("Copy the token"));
    auto *save = new Button("download"_L1, tr("Save to file…"), ButtonKind::Secondary, this);
    for (Button *button : {m_copy, save})
        button->setAutoDefault(false);
    inside->addWidget(words, 1);
    column->addWidget(well);
    m_said = new PlainLabel(Type::Small, &Tokens::text2, this);
    m_said->setWraps(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(scaled(8));
    row->addWidget(m_copy);
    row->addWidget(save);
    row->addWidget(m_said, 1);
    column->addLayout(row);
    if (issued.facts.expiresAt)
        addLine(tr("Holds until"), dateText(*issued.facts.expiresAt));
    if (!issued.pin.isEmpty())
        addLine(tr("Pin"), issued.pin.text());
    m_error = new InlineError(this);
    column->addWidget(m_error);
    connect(m_copy, &QPushButton::clicked, this, &IssuedPanel::copyToken);
    connect(save, &QPushButton::clicked, this, &IssuedPanel::chooseFile);
}

void IssuedPanel::addLine(const QString &label, const QString &value)
{
    auto *words = new PlainLabel(value, Type::MonoSmall, &Tokens::text, this);
    words->setSelectable();
    words->setWraps(true);
    words->setMinimumHeight(scaled(30));
    words->setAccessibleName(u"%1: %2"_s.arg(label, value));
    layout()->addWidget(new FormRow(label, words, this));
}

void IssuedPanel::copyToken()
{
    SecretClip::copy(m_issued.token);
    m_error->clear();
    m_said->setText(tr("Copied. The clipboard is emptied in 30 s."));
}

void IssuedPanel::chooseFile()
{
    auto *picker = new QFileDialog(this, tr("Save the token"));
    picker->setAttribute(Qt::WA_DeleteOnClose);
    picker->setAcceptMode(QFileDialog::AcceptSave);
    picker->selectFile(m_issued.facts.kind == TokenKind::Join ? u"join.token"_s : u"muster.token"_s);
    connect(picker, &QFileDialog::fileSelected, this, &IssuedPanel::saveTo);
    picker->open();
}

void IssuedPanel::saveTo(const QString &path)
{
    const Result<void> done = m_issued.token.toFile(path);
    m_said->clear();
    if (!done) {
        m_error->show(done.error());
        return;
    }
    m_error->clear();
    m_said->setText(tr("Saved to %1, which you alone can read.").arg(path));
}

} // namespace muster
