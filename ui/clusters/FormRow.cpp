// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/FormRow.h"

#include "ui/kit/Field.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QGridLayout>

namespace muster {

namespace {

constexpr int kLabelColumn = 104;

} // namespace

FormRow::FormRow(const QString &label, QWidget *control, QWidget *parent) : QWidget(parent)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(0);
    grid->setVerticalSpacing(scaled(4));
    auto *words = new PlainLabel(label, Type::BodyMedium, &Tokens::text2, this);
    words->setFixedWidth(scaled(kLabelColumn));
    words->setMinimumHeight(scaled(30));
    words->setWraps(words->sizeHint().width() > scaled(kLabelColumn - 8));
    words->setBuddy(control);
    m_line = new PlainLabel(Type::Small, &Tokens::text3, this);
    m_line->setWraps(true);
    m_line->hide();
    grid->addWidget(words, 0, 0, Qt::AlignTop);
    grid->addWidget(control, 0, 1);
    grid->addWidget(m_line, 1, 1);
    grid->setColumnStretch(1, 1);
}

void FormRow::complain(const QString &reason)
{
    m_complaint = reason;
    if (m_field)
        m_field->setInvalid(reason);
    tell();
}

void FormRow::explain(const QString &words)
{
    m_explanation = words;
    tell();
}

void FormRow::tell()
{
    const bool isWrong = !m_complaint.isEmpty();
    m_line->setText(isWrong ? m_complaint : m_explanation);
    m_line->setVisible(!m_line->text().isEmpty());
    m_line->setColor(isWrong ? &Tokens::text : &Tokens::text3);
}

} // namespace muster
