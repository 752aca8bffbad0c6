// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/JobChip.h"

#include "ui/jobs/JobText.h"
#include "ui/kit/Chip.h"
#include "ui/kit/Theme.h"

#include <QPainter>

namespace muster {

JobChip::JobChip(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void JobChip::setState(JobState state, const QString &text)
{
    m_state = state;
    m_text = text;
    setVisible(!text.isEmpty());
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize JobChip::sizeHint() const
{
    return {chipWidth(m_text, Type::SmallStrong), chipHeight()};
}

void JobChip::paintEvent(QPaintEvent *)
{
    const StatusColor color = jobStateColor(m_state);
    const bool isQuiet = m_state != JobState::Active && m_state != JobState::Failed && m_state != JobState::Completed;
    QPainter painter(this);
    paintChip(&painter, rect(), m_text, {color.tint, {}, isQuiet ? tokens().text : color.fg, Type::SmallStrong});
}

} // namespace muster
