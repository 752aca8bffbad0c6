// SPDX-License-Identifier: Apache-2.0
#include "ui/start/Paragraph.h"

#include "ui/kit/Theme.h"

#include <QPainter>
#include <QTextLayout>

namespace muster {

namespace {

constexpr int kUsualWidth = 212;

} // namespace

Paragraph::Paragraph(const QString &text, Type type, QColor Tokens::*color, QWidget *parent)
    : QWidget(parent), m_text(text), m_type(type), m_color(color)
{
    setAccessibleName(text);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QStringList Paragraph::lines(int width) const
{
    QStringList broken;
    QTextLayout layout(m_text, fontOf(m_type));
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        broken.append(m_text.mid(line.textStart(), line.textLength()).trimmed());
    }
    layout.endLayout();
    return broken;
}

int Paragraph::heightForWidth(int width) const
{
    return static_cast<int>(lines(std::max(1, width)).size()) * scaled(lineHeightOf(m_type));
}

QSize Paragraph::sizeHint() const
{
    return {scaled(kUsualWidth), heightForWidth(scaled(kUsualWidth))};
}

QSize Paragraph::minimumSizeHint() const
{
    return {scaled(kUsualWidth / 2), scaled(lineHeightOf(m_type))};
}

void Paragraph::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(fontOf(m_type));
    painter.setPen(tokens().*m_color);
    const int high = scaled(lineHeightOf(m_type));
    int y = 0;
    for (const QString &line : lines(width())) {
        painter.drawText(QRect(0, y, width(), high), Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine, line);
        y += high;
    }
}

} // namespace muster
