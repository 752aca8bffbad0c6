// SPDX-License-Identifier: Apache-2.0
// How SubmitSheet reads what was filled in, and what becomes of it.
#include "ui/clusters/FormRow.h"
#include "ui/jobs/JsonText.h"
#include "ui/jobs/JsonWell.h"
#include "ui/jobs/SubmitSheet.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Field.h"
#include "ui/kit/Note.h"
#include "ui/kit/PlainLabel.h"

#include <QComboBox>

namespace muster {

using namespace Qt::StringLiterals;

bool SubmitSheet::reads(const Number &number, qint64 *value) const
{
    *value = -1;
    if (number.mayBeEmpty && number.field->text().trimmed().isEmpty())
        return true;
    bool isNumber = false;
    *value = number.field->text().trimmed().toLongLong(&isNumber);
    return isNumber && *value >= number.least && *value <= number.most;
}

std::optional<qint64> SubmitSheet::read(const Number &number)
{
    qint64 value = 0;
    const bool isRight = reads(number, &value);
    number.row->complain(isRight ? QString() : tr("A whole number from %1 to %2.").arg(countText(number.least), countText(number.most)));
    return isRight ? std::optional(value) : std::nullopt;
}

void SubmitSheet::write(const Number &number, qint64 value)
{
    number.field->setText(QString::number(value));
    showCommand();
}

//! Why no job can be submitted to what was typed; empty when one can.
QString SubmitSheet::entityComplaint(const QString &typed) const
{
    if (typed.isEmpty())
        return tr("Say which entity shall run it.");
    const Result<EntityRef> entity = EntityRef::parse(typed, u"entity"_s);
    if (!entity)
        return tr("A kind and an id, like agent/hello.");
    const EntityState *known = m_session ? m_session->mirror().find(*entity) : nullptr;
    if (known && known->entity.isResident)
        return tr("It runs all the time, it takes no jobs.");
    const bool areKnown = m_session && m_session->mirror().entities().count() > 0;
    return !known && areKnown ? tr("There is no entity %1 here.").arg(typed) : QString();
}

std::optional<EntityRef> SubmitSheet::readEntity()
{
    const QString typed = m_entity->currentText().trimmed();
    const QString wrong = entityComplaint(typed);
    m_entityRow->complain(wrong);
    return wrong.isEmpty() ? std::optional(*EntityRef::parse(typed, u"entity"_s)) : std::nullopt;
}

std::optional<JobRequest> SubmitSheet::request()
{
    const std::optional<EntityRef> entity = readEntity();
    const std::optional<qint64> attempts = read(m_attempts);
    const std::optional<qint64> backoff = read(m_backoff);
    const std::optional<qint64> delay = read(m_delay);
    const std::optional<qint64> priority = read(m_priority);
    const std::optional<qint64> timeout = read(m_timeout);
    const QString text = m_payload->toPlainText();
    const bool isJson = jsonFaultOf(text).isEmpty();
    if (!entity)
        m_entity->setFocus();
    else if (!isJson)
        m_payload->setFocus();
    for (const Number *number : {&m_timeout, &m_priority, &m_delay, &m_backoff, &m_attempts}) {
        qint64 value = 0;
        if (entity && isJson && !reads(*number, &value))
            number->field->setFocus(); // The first one that is wrong, in the end.
    }
    if (!entity || !isJson || !attempts || !backoff || !delay || !priority || !timeout)
        return std::nullopt;
    return JobRequest{.entity = *entity,
                      .payload = text.trimmed().isEmpty() ? QByteArray() : text.toUtf8(),
                      .attempts = *attempts < 0 ? std::nullopt : std::optional(static_cast<int>(*attempts)),
                      .backoff = *backoff < 0 ? std::nullopt : std::optional(milliseconds(*backoff)),
                      .delay = milliseconds(*delay),
                      .priority = static_cast<int>(*priority),
                      .dedupeKey = m_dedupe->text().trimmed(),
                      .attemptTimeout = milliseconds(*timeout)};
}

//! As far as it is right; what is wrong is left away.
void SubmitSheet::showCommand()
{
    if (!m_command || !m_dedupe)
        return;
    JobRequest request;
    const Result<EntityRef> entity = EntityRef::parse(m_entity->currentText().trimmed(), u"entity"_s);
    if (entity)
        request.entity = *entity;
    request.payload = m_payload->toPlainText().toUtf8();
    request.dedupeKey = m_dedupe->text().trimmed();
    qint64 value = 0;
    if (reads(m_attempts, &value) && value >= 0)
        request.attempts = static_cast<int>(value);
    if (reads(m_backoff, &value) && value >= 0)
        request.backoff = milliseconds(value);
    if (reads(m_delay, &value))
        request.delay = milliseconds(value);
    if (reads(m_priority, &value))
        request.priority = static_cast<int>(value);
    if (reads(m_timeout, &value))
        request.attemptTimeout = milliseconds(value);
    const QString command = submitCommand(request);
    m_command->setText(entity ? command : QString(command).replace(request.entity.text(), u"KIND/ID"_s));
}

void SubmitSheet::submit()
{
    const std::optional<JobRequest> wanted = request();
    if (!wanted)
        return;
    m_error->clear();
    m_submit->setEnabled(false);
    setFooterText(tr("Asking…"));
    JobBatch *batch = m_verbs->submit(*wanted);
    m_batch = batch;
    if (batch->isFinished())
        take(batch);
}

void SubmitSheet::take(JobBatch *batch)
{
    if (batch != m_batch)
        return;
    m_batch = nullptr;
    setFooterText({});
    m_submit->setEnabled(true);
    const JobBatch::Item &item = batch->items().first();
    if (item.fate == JobBatch::Fate::Done) {
        Q_EMIT submitted(item.job);
        return accept();
    }
    const Error error = item.error.value_or(Error{});
    m_error->show(error);
    if (error.kind == ErrorKind::NotFound)
        m_entityRow->complain(tr("There is no such entity."));
}

} // namespace muster
