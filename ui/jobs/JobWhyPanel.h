// SPDX-License-Identifier: Apache-2.0
#pragma once
// Why a job is not done: the cause, what starts it, and the way out. The first thing in the drawer.

#include "core/mirror/JobWhy.h"
#include "ui/kit/Button.h"

#include <QWidget>

class QLabel;

namespace muster {

class IconLabel;
class PlainLabel;

class JobWhyPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit JobWhyPanel(QWidget *parent = nullptr);
    //! Hidden when there is nothing to explain. \a node is its name for people; \a refusal: why the fix is not offered now.
    void show(const Job &job, const JobWhy &why, const QString &node, const QString &refusal);
    Button *fixButton() const { return m_fix; }

Q_SIGNALS:
    void fixWanted();
    //! The node that it is about is to be shown.
    void nodeWanted(const muster::NodeId &node);

private:
    PlainLabel *m_title;
    QLabel *m_shape;
    PlainLabel *m_sentence;
    PlainLabel *m_detail;
    QWidget *m_thenRow;
    PlainLabel *m_then;
    QWidget *m_buttons;
    Button *m_fix;
    Button *m_open;
    NodeId m_node;
};

} // namespace muster
