// SPDX-License-Identifier: Apache-2.0
#pragma once
// "Test connection": asks the control plane whether it reaches an address, and says how far it came (T-15).

#include "core/cluster/Cluster.h"

#include <QPointer>
#include <QWidget>

namespace muster {

class Button;
class Field;
class FormRow;
class InlineError;
class PlainLabel;

//! "Name found", "Connected", "Answered": a stage in words.
QString reachStageTitle(const QString &name);
//! One sentence about the whole of \a report: what it means for a worker there.
QString reachVerdict(const ReachReport &report);

//! Host, port, and one line a stage with its time and cause. GUI thread.
class ReachPanel final : public QWidget
{
    Q_OBJECT

public:
    ReachPanel(Cluster *cluster, QWidget *parent);

    //! What was typed, or nullopt with the wrong field marked.
    std::optional<ReachTarget> target();
    //! Why it cannot be asked; empty when it can.
    void setRefusal(const QString &reason);
    Button *testButton() const { return m_test; }

private:
    void test();
    void take(const Result<ReachReport> &report);
    void addStage(const ReachStage &stage);

    const QPointer<Cluster> m_cluster;
    Field *m_host;
    Field *m_port;
    FormRow *m_hostRow;
    Button *m_test;
    QWidget *m_stages = nullptr;
    PlainLabel *m_verdict;
    InlineError *m_error;
    bool m_isAsking = false;
};

} // namespace muster
