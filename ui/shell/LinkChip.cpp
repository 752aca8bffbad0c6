// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/LinkChip.h"

#include "ui/kit/Icons.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QPainter>

namespace muster {

namespace {

StatusColor toneColor(LinkTone tone)
{
    switch (tone) {
    case LinkTone::Calm:
        return {tokens().text, Qt::transparent};
    case LinkTone::Lost:
        return tokens().unknown;
    case LinkTone::Blocked:
        return tokens().failed;
    }
    return {};
}

int textWidth(const QString &text)
{
    return QFontMetrics(fontOf(Type::SmallMedium)).horizontalAdvance(text);
}

} // namespace

void paintLinkShape(QPainter *painter, const LinkChipContent &content, const QPointF &at, int size)
{
    if (content.icon.isEmpty())
        return;
    QColor color = tokens().text2;
    switch (content.iconColor) {
    case LinkChipContent::IconColor::Online:
        color = tokens().online.fg;
        break;
    case LinkChipContent::IconColor::Degraded:
        color = tokens().degraded.fg;
        break;
    case LinkChipContent::IconColor::Tone:
        color = toneColor(content.tone).fg;
        break;
    case LinkChipContent::IconColor::Quiet:
        break;
    }
    paintIcon(painter, content.icon, at, size, color);
}

LinkChip::LinkChip(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void LinkChip::setContent(const LinkChipContent &content)
{
    if (content == m_content)
        return;
    const bool isResized = content.word.size() != m_content.word.size() || content.icon != m_content.icon
                           || content.detail.size() != m_content.detail.size();
    m_content = content;
    const QString words = content.detail.isEmpty() ? content.word : content.word + QLatin1Char(' ') + content.detail;
    setAccessibleName(tr("Link: %1").arg(words));
    setAccessibleDescription(content.spoken);
    setToolTip(plainToolTip(content.spoken));
    if (isResized)
        updateGeometry();
    update();
}

QSize LinkChip::sizeHint() const
{
    int width = scaled(8) + textWidth(m_content.word) + scaled(8);
    if (!m_content.icon.isEmpty())
        width += scaled(16 + 4);
    if (!m_content.detail.isEmpty())
        width += scaled(4) + textWidth(m_content.detail);
    return {width + 2, scaled(24)};
}

void LinkChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const StatusColor tone = toneColor(m_content.tone);
    const QColor outline = m_content.tone == LinkTone::Calm ? tokens().border : tone.fg;
    paintPanel(&painter, rect(), scaled(4), tone.tint, outline);

    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    int x = scaled(8) + 1;
    if (!m_content.icon.isEmpty()) {
        const int size = scaled(16);
        const int left = isMirrored ? width() - x - size : x;
        paintLinkShape(&painter, m_content, QPointF(left, (height() - size) / 2.0), size);
        x += size + scaled(4);
    }
    painter.setFont(fontOf(Type::SmallMedium));
    const auto say = [&](const QString &text, const QColor &color) {
        const int width = textWidth(text) + 1;
        const QRect box(isMirrored ? this->width() - x - width : x, 0, width, height());
        painter.setPen(color);
        painter.drawText(box, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine, text);
        x += width - 1 + scaled(4);
    };
    const bool isQuiet = m_content.tone == LinkTone::Calm && m_content.icon.isEmpty();
    say(m_content.word, isQuiet ? tokens().text2 : tone.fg);
    if (!m_content.detail.isEmpty())
        say(m_content.detail, tokens().text3);
}

} // namespace muster
