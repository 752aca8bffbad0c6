// SPDX-License-Identifier: Apache-2.0
#pragma once
// The form for a new job: of which entity, with which payload, how often and when; and the same as a command.

#include "core/mirror/JobVerbs.h"
#include "ui/shell/Sheet.h"

#include <QPointer>

class QComboBox;

namespace muster {

class Field;
class FormRow;
class InlineError;
class JsonWell;
class PlainLabel;

//! The line of musterctl that submits \a request; its payload in single quotes for a shell, "@FILE" when it is long.
QString submitCommand(const JobRequest &request);

//! Checks while one types, and says where the JSON is wrong. GUI thread.
class SubmitSheet final : public Sheet
{
    Q_OBJECT

public:
    //! \a verbs must outlive it; \a session may die first.
    SubmitSheet(ClusterSession *session, JobVerbs *verbs, QWidget *parent);

    void setEntity(const EntityRef &entity);
    //! Fills everything in from \a job, which is read as a whole first when its payload is not known.
    void fill(const Job &job);
    //! What is filled in; nullopt, and the fields marked, when something is wrong.
    std::optional<JobRequest> request();
    Button *submitButton() const { return m_submit; }
    JsonWell *payload() const { return m_payload; }
    QComboBox *entity() const { return m_entity; }

Q_SIGNALS:
    //! It is queued.
    void submitted(const muster::JobId &job);

private:
    struct Number {
        Field *field = nullptr;
        FormRow *row = nullptr;
        qint64 least = 0;
        qint64 most = 0;
        bool mayBeEmpty = false; //!< The cluster's own is taken.
    };
    void buildForm();
    void buildPayload();
    void buildNumbers();
    void buildCommand();
    QWidget *addNumber(Number *number, const QString &name, qint64 least, qint64 most, std::optional<qint64> usual, const QString &words);
    void fillEntities();
    void checkPayload();
    void takePayload(const QByteArray &payload);
    QString entityComplaint(const QString &typed) const;
    void showCommand();
    std::optional<qint64> read(const Number &number);
    std::optional<EntityRef> readEntity();
    void write(const Number &number, qint64 value);
    void submit();
    void take(JobBatch *batch);
    bool reads(const Number &number, qint64 *value) const;

    const QPointer<ClusterSession> m_session;
    JobVerbs *m_verbs;
    QPointer<JobBatch> m_batch;
    QComboBox *m_entity = nullptr;
    FormRow *m_entityRow = nullptr;
    JsonWell *m_payload = nullptr;
    PlainLabel *m_fault = nullptr;
    Number m_attempts;
    Number m_backoff;
    Number m_delay;
    Number m_priority;
    Number m_timeout;
    Field *m_dedupe = nullptr;
    PlainLabel *m_command = nullptr;
    InlineError *m_error = nullptr;
    Button *m_submit = nullptr;
};

} // namespace muster
