// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/QuestionDialog.h"

#include "ui/kit/Note.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace muster {

QuestionDialog::QuestionDialog(const QString &title, QLatin1StringView icon, ButtonKind kind, QWidget *parent)
    : QDialog(parent), m_body(new Panel(&Tokens::raised, this))
{
    setWindowTitle(title);
    setAccessibleName(title);
    setWindowModality(Qt::WindowModal);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_words = new QVBoxLayout(m_body);
    m_words->setContentsMargins(scaled(20), scaled(20), scaled(20), scaled(20));
    m_words->setSpacing(scaled(12));
    auto *heading = new PlainLabel(title + QLatin1Char('?'), Type::Title, &Tokens::text, m_body);
    heading->setWraps(true);
    m_words->addWidget(heading);
    layout->addWidget(m_body, 1);

    auto *foot = new Panel(&Tokens::canvas, this);
    foot->setHairlines(Qt::TopEdge);
    auto *buttons = new QHBoxLayout(foot);
    buttons->setContentsMargins(scaled(20), scaled(12), scaled(20), scaled(12));
    buttons->setSpacing(scaled(8));
    buttons->addStretch(1);
    m_cancel = new Button(tr("Cancel"), ButtonKind::Secondary, foot);
    m_verb = new Button(icon, title, kind, foot);
    m_cancel->setDefault(true);
    m_verb->setAutoDefault(true); // Return presses the button that has the focus; without one it cancels.
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_verb);
    layout->addWidget(foot);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_verb, &QPushButton::clicked, this, &QDialog::accept);
    m_cancel->setFocus();
    setMinimumWidth(scaled(440));
    setMaximumWidth(scaled(560));
}

void QuestionDialog::say(const QString &text)
{
    auto *words = new PlainLabel(text, Type::Body, &Tokens::text2, m_body);
    words->setWraps(true);
    m_words->addWidget(words);
}

void QuestionDialog::name(const QString &text)
{
    auto *words = new PlainLabel(text, Type::BodyMedium, &Tokens::text, m_body);
    words->setWraps(true);
    m_words->addWidget(words);
}

void QuestionDialog::warn(NodeStatus tone, const QString &heading, const QString &text)
{
    m_words->addWidget(new Note(tone, heading, text, m_body));
}

void QuestionDialog::addWidget(QWidget *widget)
{
    m_words->addWidget(widget);
}

void QuestionDialog::setVerb(const QString &verb)
{
    m_verb->setText(verb);
}

} // namespace muster
