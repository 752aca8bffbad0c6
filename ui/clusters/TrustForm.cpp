// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/TrustForm.h"

#include "ui/clusters/FormRow.h"
#include "ui/kit/Field.h"
#include "ui/kit/Note.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QCheckBox>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

QString fingerprintText(const TlsPin &pin)
{
    const QString hex = QString::fromLatin1(pin.sha256.toHex());
    QString text;
    for (qsizetype at = 0; at < hex.size(); at += 4) {
        if (at > 0)
            text += at % 32 == 0 ? u'\n' : u' ';
        text += QStringView(hex).mid(at, 4);
    }
    return text;
}

TrustForm::TrustForm(QWidget *parent) : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(12));
    m_field = new Field(tr("Pin"), this);
    m_field->setPlaceholderText(tr("sha256:… if it has a certificate of its own"));
    m_row = new FormRow(tr("Pin"), m_field, this);
    m_row->setField(m_field);
    m_question = makeQuestion();
    m_changed = new Note(this);
    m_changed->hide();
    column->addWidget(m_row);
    column->addWidget(m_question);
    column->addWidget(m_changed);
    connect(m_field, &QLineEdit::textEdited, this, [this] {
        m_row->complain({});
        Q_EMIT edited();
    });
}

QWidget *TrustForm::makeQuestion()
{
    auto *ground = new Panel(&Tokens::sunken, this);
    ground->setFrame(6, &Tokens::borderStrong);
    auto *column = new QVBoxLayout(ground);
    column->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(12));
    column->setSpacing(scaled(8));
    m_heading = new PlainLabel(Type::BodyStrong, &Tokens::text, ground);
    m_heading->setWraps(true);
    auto *why = new PlainLabel(tr("Its certificate is its own: no authority vouches for it. Nothing but this was read from "
                                  "it, and nothing was sent. This is the fingerprint of its key:"),
                               Type::Small, &Tokens::text2, ground);
    why->setWraps(true);
    m_fingerprint = new PlainLabel(Type::Mono, &Tokens::text, ground);
    m_fingerprint->setSelectable();
    auto *how = new PlainLabel(tr("Compare it with the line that musterd printed when it started: “musterd ready … "
                                  "pin=sha256:…”. If it differs, somebody stands between you and the server: stop."),
                               Type::Small, &Tokens::text2, ground);
    how->setWraps(true);
    m_tick = new QCheckBox(tr("I compared it: it is the same. Trust this server from now on."), ground);
    for (QWidget *part : {static_cast<QWidget *>(m_heading), static_cast<QWidget *>(why),
                          static_cast<QWidget *>(m_fingerprint), static_cast<QWidget *>(how), static_cast<QWidget *>(m_tick)})
        column->addWidget(part);
    ground->hide();
    connect(m_tick, &QCheckBox::toggled, this, [this](bool isTicked) {
        m_field->setText(isTicked ? m_seen.text() : QString());
        if (isTicked)
            Q_EMIT trusted();
    });
    return ground;
}

Result<TlsPin> TrustForm::pin()
{
    static const QRegularExpression form(u"sha256:[0-9A-Fa-f]{64}(?![0-9A-Fa-f])"_s, QRegularExpression::CaseInsensitiveOption);
    const QString typed = m_field->text().trimmed();
    const QString found = form.match(typed).captured().toLower();
    if (typed.isEmpty())
        return TlsPin{};
    const Result<TlsPin> read = TlsPin::parse(found, u"pin"_s);
    m_row->complain(read ? QString() : tr("A pin is sha256: and 64 digits or letters a to f, as musterd prints it."));
    return read;
}

void TrustForm::setPin(const TlsPin &pin)
{
    m_field->setText(pin.text());
    m_field->setCursorPosition(0);
}

void TrustForm::setFieldShown(bool shown)
{
    m_row->setVisible(shown || !m_field->text().isEmpty());
    fit();
}

void TrustForm::fit()
{
    // An empty part of a form would still have its distance to the next.
    setVisible(!m_row->isHidden() || isAsking());
}

void TrustForm::ask(const TlsPin &seen, const QString &host)
{
    clear();
    m_seen = seen;
    m_heading->setText(tr("Is this really %1?").arg(host));
    const QString words = fingerprintText(seen);
    m_fingerprint->setText(words);
    m_fingerprint->setAccessibleName(tr("Fingerprint: %1").arg(words));
    m_question->show();
    fit();
    m_tick->setFocus();
}

void TrustForm::tellChanged(const TlsPin &known, const TlsPin &seen, const QString &host)
{
    clear();
    m_changed->setWords(NodeStatus::Failed, tr("The certificate of %1 has changed.").arg(host),
                        tr("It is not the one that was pinned, so nothing was sent. That is normal after the server was set up "
                           "anew. It is also what an attack looks like. Ask whoever runs it; then put the pin that musterd "
                           "prints there now into the field above."));
    m_changed->setDetails(tr("pinned: %1\nshown now: %2").arg(known.text(), seen.isEmpty() ? tr("unknown") : seen.text()));
    m_changed->show();
    m_row->setVisible(true);
    fit();
    m_row->complain(tr("The server does not have this key."));
    m_field->setFocus();
    m_field->selectAll();
}

void TrustForm::clear()
{
    const QSignalBlocker quiet(m_tick);
    m_tick->setChecked(false);
    m_question->hide();
    m_changed->hide();
    m_row->complain({});
    fit();
}

bool TrustForm::isAsking() const
{
    return !m_question->isHidden() || !m_changed->isHidden();
}

} // namespace muster
