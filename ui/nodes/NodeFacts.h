// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is known of a node besides how it is: label and value, line by line; values can be marked and copied.

#include "core/domain/Node.h"

#include <QWidget>

class QVBoxLayout;

namespace muster {

class PlainLabel;

//! Lines are made once; later calls of show() only change texts.
class NodeFacts final : public QWidget
{
    Q_OBJECT

public:
    explicit NodeFacts(QWidget *parent = nullptr);
    //! \a now is the control plane's clock; \a isOld when our link is down.
    void show(const Node &node, Timestamp now, bool isOld);

private:
    void addFact(const QString &label, const QString &value, bool isMono = false);
    void alignNames();
    QVBoxLayout *m_rows;
    QList<PlainLabel *> m_names;
    QList<PlainLabel *> m_values;
    qsizetype m_next = 0;
};

} // namespace muster
