// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/SubmitSheet.h"

#include "core/base/Limits.h"
#include "ui/clusters/FormRow.h"
#include "ui/jobs/EntityCompletions.h"
#include "ui/jobs/JsonText.h"
#include "ui/jobs/JsonWell.h"
#include "ui/kit/Field.h"
#include "ui/kit/Note.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QCompleter>
#include <QGridLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 720;
constexpr int kPayloadLines = 9;
constexpr qsizetype kOnLine = 400; // Characters of a payload that a command line shows.

QString quoted(const QString &text)
{
    QString inner = text;
    return u'\'' + inner.replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace

QString submitCommand(const JobRequest &request)
{
    const JobRequest usual;
    const JobDefaults defaults;
    QStringList parts{u"musterctl jobs submit"_s, request.entity.text()};
    const QString payload = QString::fromUtf8(request.payload).trimmed();
    if (payload.size() > kOnLine)
        parts.append(u"--data @payload.json"_s);
    else if (!payload.isEmpty())
        parts.append(u"--data "_s + quoted(payload));
    const auto add = [&parts](QLatin1StringView name, qint64 value, qint64 otherwise) {
        if (value != otherwise)
            parts.append(u"--%1 %2"_s.arg(name).arg(value));
    };
    add("attempts"_L1, request.attempts.value_or(defaults.attempts), defaults.attempts);
    add("backoff-ms"_L1, request.backoff.value_or(defaults.backoff).count(), defaults.backoff.count());
    add("delay-ms"_L1, request.delay.count(), usual.delay.count());
    add("priority"_L1, request.priority, usual.priority);
    if (!request.dedupeKey.isEmpty())
        parts.append(u"--dedupe "_s + quoted(request.dedupeKey));
    add("attempt-timeout-ms"_L1, request.attemptTimeout.count(), usual.attemptTimeout.count());
    return parts.join(u' ');
}

SubmitSheet::SubmitSheet(ClusterSession *session, JobVerbs *verbs, QWidget *parent)
    : Sheet(tr("Submit a job"), kWidth, parent), m_session(session), m_verbs(verbs)
{
    buildForm();
    m_error = new InlineError(this);
    body()->addWidget(m_error);
    Button *cancel = addButton(tr("Cancel"), ButtonKind::Secondary);
    m_submit = addButton(tr("Submit"), ButtonKind::Primary);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_submit, &QPushButton::clicked, this, &SubmitSheet::submit);
    connect(m_verbs, &JobVerbs::finished, this, &SubmitSheet::take);
    connect(m_verbs, &JobVerbs::progressed, this, [this](const JobBatch *batch) {
        if (batch == m_batch && batch->count(JobBatch::Fate::Doubtful) > 0)
            setFooterText(tr("The answer was lost; it is asked for again, and is the same job."));
    });
    fillEntities();
    checkPayload();
    m_entity->setFocus();
}

void SubmitSheet::buildForm()
{
    body()->setSpacing(scaled(12));
    m_entity = new QComboBox(this);
    m_entity->setEditable(true);
    m_entity->setInsertPolicy(QComboBox::NoInsert);
    m_entity->setAccessibleName(tr("Entity"));
    m_entity->lineEdit()->setPlaceholderText(tr("A kind and an id, like agent/hello"));
    m_entity->completer()->setFilterMode(Qt::MatchContains);
    m_entity->completer()->setCompletionMode(QCompleter::PopupCompletion);
    auto *completions = new EntityCompletions;
    m_entity->completer()->setPopup(completions); // Owns it.
    completions->useOwnRows();
    m_entityRow = new FormRow(tr("Entity"), m_entity, this);
    body()->addWidget(m_entityRow);
    connect(m_entity, &QComboBox::editTextChanged, this, [this](const QString &typed) {
        const Result<EntityRef> entity = EntityRef::parse(typed.trimmed(), u"entity"_s);
        const bool isKnown = entity && m_session && m_session->mirror().find(*entity);
        m_entityRow->complain(isKnown ? entityComplaint(typed.trimmed()) : QString()); // What is half typed is not wrong yet.
        showCommand();
    });
    buildPayload();
    buildNumbers();
    buildCommand();
}

void SubmitSheet::buildPayload()
{
    auto *holder = new QWidget(this);
    auto *column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(4));
    auto *ground = new Panel(&Tokens::surface, holder);
    ground->setFrame(6, &Tokens::borderStrong); // A field like the others.
    auto *inside = new QVBoxLayout(ground);
    inside->setContentsMargins(scaled(2), scaled(2), scaled(2), scaled(2));
    m_payload = new JsonWell(tr("Payload, as JSON"), ground);
    m_payload->setPlaceholderText(u"{\"x\": 1}"_s);
    m_payload->setFixedHeight(QFontMetrics(fontOf(Type::MonoSmall)).lineSpacing() * kPayloadLines + 2 * scaled(8));
    inside->addWidget(m_payload);
    m_fault = new PlainLabel(Type::Small, &Tokens::text3, holder);
    m_fault->setWraps(true);
    column->addWidget(ground);
    column->addWidget(m_fault);
    holder->setFocusProxy(m_payload);
    body()->addWidget(new FormRow(tr("Payload"), holder, this));
    connect(m_payload, &QPlainTextEdit::textChanged, this, &SubmitSheet::checkPayload);
}

void SubmitSheet::buildNumbers()
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(scaled(16));
    grid->setVerticalSpacing(scaled(12));
    grid->addWidget(addNumber(&m_attempts, tr("Attempts"), 1, limits::kJobAttempts, std::nullopt, tr("at most")), 0, 0);
    grid->addWidget(addNumber(&m_backoff, tr("Back-off"), 0, limits::kJobBackoffMost.count(), std::nullopt, tr("ms, doubles")), 0, 1);
    grid->addWidget(addNumber(&m_delay, tr("Delay"), 0, limits::kJobDelayMost.count(), 0, tr("ms")), 1, 0);
    grid->addWidget(addNumber(&m_timeout, tr("Time limit"), 0, limits::kJobAttemptTimeoutMost.count(), 0, tr("ms, 0: none")), 1, 1);
    grid->addWidget(addNumber(&m_priority, tr("Priority"), -limits::kJobPriority, limits::kJobPriority, 0, tr("higher first")), 2, 0);
    m_dedupe = new Field(tr("Dedupe key"), this);
    m_dedupe->setMaxLength(static_cast<int>(limits::kJobDedupeCharacters));
    m_dedupe->setPlaceholderText(tr("None"));
    m_dedupe->setToolTip(tr("The same key gives the same job while that is kept."));
    auto *dedupe = new FormRow(tr("Dedupe key"), m_dedupe, this);
    dedupe->setField(m_dedupe);
    grid->addWidget(dedupe, 2, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    body()->addLayout(grid);
    connect(m_dedupe, &QLineEdit::textEdited, this, &SubmitSheet::showCommand);
}

void SubmitSheet::buildCommand()
{
    auto *well = new Panel(&Tokens::sunken, this);
    well->setFrame(6);
    auto *row = new QHBoxLayout(well);
    row->setContentsMargins(scaled(12), scaled(8), scaled(8), scaled(8));
    m_command = new PlainLabel(Type::MonoSmall, &Tokens::text2, well);
    m_command->setWraps(true);
    m_command->setSelectable();
    m_command->setAccessibleName(tr("The same as a command"));
    auto *copy = new Button("copy"_L1, tr("Copy"), ButtonKind::Quiet, well);
    copy->setAccessibleName(tr("Copy the command"));
    copy->setAutoDefault(false);
    row->addWidget(m_command, 1);
    row->addWidget(copy, 0, Qt::AlignTop);
    body()->addWidget(well);
    connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_command->text()); });
}

QWidget *SubmitSheet::addNumber(Number *number, const QString &name, qint64 least, qint64 most, std::optional<qint64> usual, const QString &words)
{
    auto *holder = new QWidget(this);
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(8));
    *number = {new Field(name, holder), nullptr, least, most, !usual};
    if (usual)
        number->field->setText(QString::number(*usual));
    else
        number->field->setPlaceholderText(tr("as usual"));
    number->field->setToolTip(plainToolTip(usual ? QString() : tr("Empty: what the cluster takes when nothing is said")));
    number->field->setMaxLength(12);
    number->field->setFixedWidth(scaled(104));
    auto *unit = new PlainLabel(words, Type::Small, &Tokens::text3, holder);
    row->addWidget(number->field);
    row->addWidget(unit, 1);
    holder->setFocusProxy(number->field);
    number->row = new FormRow(name, holder, this);
    number->row->setField(number->field);
    connect(number->field, &QLineEdit::textEdited, this, [this, shown = number->row] {
        shown->complain({});
        showCommand();
    });
    return number->row;
}

void SubmitSheet::fillEntities()
{
    if (!m_session)
        return;
    const EntitySlots &entities = m_session->mirror().entities();
    QStringList names;
    for (int slot = 0; slot < entities.slotCount(); ++slot) {
        if (entities.isUsed(slot) && !entities.state(slot).entity.isResident)
            names.append(entities.state(slot).entity.ref.text());
    }
    std::ranges::sort(names);
    const QString typed = m_entity->currentText();
    m_entity->addItems(names);
    m_entity->setEditText(typed.isEmpty() && names.size() == 1 ? names.first() : typed);
}

void SubmitSheet::setEntity(const EntityRef &entity)
{
    m_entity->setEditText(entity.text());
    m_payload->setFocus();
}

void SubmitSheet::fill(const Job &job)
{
    setEntity(job.entity);
    write(m_attempts, job.attempts);
    write(m_backoff, job.backoff.count());
    write(m_priority, job.priority);
    write(m_timeout, job.attemptTimeout.count());
    if (!job.payload.isEmpty() || !m_session)
        return takePayload(job.payload);
    // Rows of a list come without their payload.
    whenDone(this, m_session->cluster().job(job.id), [this](const Result<Job> &whole) {
        if (whole && m_payload->toPlainText().isEmpty())
            takePayload(whole->payload);
    });
}

//! Byte for byte: laid out anew it would be another payload.
void SubmitSheet::takePayload(const QByteArray &payload)
{
    m_payload->setPlainText(QString::fromUtf8(payload));
    if (shownJson(payload, JsonSecrets::Revealed).withheld > 0)
        m_error->show(tr("Its secrets are hidden from you"), tr("Fill them in where dots stand: the dots would be sent."), {});
}

void SubmitSheet::checkPayload()
{
    const JsonFault fault = jsonFaultOf(m_payload->toPlainText());
    m_payload->setFault(fault.at);
    m_fault->setColor(fault.isEmpty() ? &Tokens::text3 : &Tokens::text);
    const qsizetype bytes = m_payload->toPlainText().toUtf8().size();
    m_fault->setText(fault.isEmpty() ? (bytes == 0 ? tr("No payload: the agent reads an empty input.")
                                                   : tr("Valid JSON; the agent reads exactly these bytes."))
                                     : tr("Line %1, column %2: %3.").arg(fault.line).arg(fault.column).arg(fault.what));
    m_payload->setAccessibleDescription(m_fault->text());
    showCommand();
}

} // namespace muster
