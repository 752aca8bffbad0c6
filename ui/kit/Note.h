// SPDX-License-Identifier: Apache-2.0
#pragma once
// A sentence or two that must be seen where it belongs: reasons, warnings, errors.

#include "core/base/Error.h"
#include "core/domain/NodeStatus.h"

#include <QWidget>

namespace muster {

class PlainLabel;

//! Status shape, heading and text on the tint of a status.
class Note : public QWidget
{
    Q_OBJECT

public:
    explicit Note(QWidget *parent = nullptr);
    Note(NodeStatus tone, const QString &heading, const QString &text, QWidget *parent = nullptr);
    void setWords(NodeStatus tone, const QString &heading, const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    NodeStatus m_tone = NodeStatus::Degraded;
    PlainLabel *m_heading;
    PlainLabel *m_text;
};

//! An error at the place it belongs to; hidden while there is none.
class InlineError : public Note
{
    Q_OBJECT

public:
    explicit InlineError(QWidget *parent = nullptr);
    void show(const Error &error);
    void clear();
};

} // namespace muster
