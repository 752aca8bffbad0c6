// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the drawer's first tab says of a job: why, attempts, payload, result, facts.

#include "core/mirror/JobWhy.h"

#include <QScrollArea>

class QVBoxLayout;

namespace muster {

class Button;
class JobAttempts;
class JobWhyPanel;
class JsonWell;
class PlainLabel;

//! A job as a whole, at a moment.
struct JobSubject {
    const Job &job;
    const ClusterMirror &mirror;
    Timestamp now;   //!< The control plane's clock.
    QString refusal; //!< Why nothing can be changed; empty when something can.
    bool isRevealed = false; //!< Secrets are shown.
};

class JobSummary final : public QScrollArea
{
    Q_OBJECT

public:
    explicit JobSummary(QWidget *parent = nullptr);
    void show(const JobSubject &subject);
    JobWhyPanel *why() const { return m_why; }

Q_SIGNALS:
    void revealWanted(bool isRevealed);

private:
    QVBoxLayout *addSection(QWidget **whole);
    void addFacts();
    void showPayload(const JobSubject &subject);
    void showResult(const JobSubject &subject);
    void showFacts(const JobSubject &subject);

    QVBoxLayout *m_sections;
    JobWhyPanel *m_why;
    QWidget *m_whySection = nullptr;
    JobAttempts *m_attempts;
    QWidget *m_resultSection = nullptr;
    PlainLabel *m_resultTitle;
    JsonWell *m_result;
    JsonWell *m_payload;
    QWidget *m_payloadGround = nullptr;
    PlainLabel *m_payloadNote;
    Button *m_reveal;
    QList<PlainLabel *> m_values;
    bool m_isRevealed = false;
};

} // namespace muster
