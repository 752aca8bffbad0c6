// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/PlainLabel.h"

#include "ui/kit/Theme.h"

#include <QEvent>
#include <QPainter>

namespace muster {

PlainLabel::PlainLabel(Type type, QColor Tokens::*color, QWidget *parent) : PlainLabel({}, type, color, parent) {}

PlainLabel::PlainLabel(const QString &text, Type type, QColor Tokens::*color, QWidget *parent)
    : QLabel(parent), m_type(type), m_color(color)
{
    setTextFormat(Qt::PlainText);
    setText(text);
    dress();
}

void PlainLabel::setType(Type type)
{
    m_type = type;
    dress();
}

void PlainLabel::setColor(QColor Tokens::*color)
{
    m_color = color;
    dress();
}

void PlainLabel::setWraps(bool wraps)
{
    setWordWrap(wraps);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(wraps);
    setSizePolicy(policy);
}

void PlainLabel::setSelectable()
{
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
}

QSize PlainLabel::minimumSizeHint() const
{
    const QSize whole = QLabel::minimumSizeHint();
    if (wordWrap())
        return whole;
    return {qMin(whole.width(), fontMetrics().averageCharWidth() * 3), whole.height()};
}

void PlainLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (!m_dressing && (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange
                        || event->type() == QEvent::StyleChange))
        dress();
}

void PlainLabel::paintEvent(QPaintEvent *event)
{
    const bool fits = wordWrap() || QLabel::minimumSizeHint().width() <= contentsRect().width();
    if (fits || textInteractionFlags() & Qt::TextSelectableByMouse) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    painter.setFont(font());
    painter.setPen(palette().color(foregroundRole()));
    const QString elided = fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
    painter.drawText(contentsRect(), static_cast<int>(alignment()) | Qt::TextSingleLine, elided);
    if (toolTip().isEmpty())
        setToolTip(plainToolTip(text()));
}

void PlainLabel::dress()
{
    m_dressing = true; // Setting the font and palette sends us the events that we answer.
    setFont(fontOf(m_type));
    QPalette own = palette();
    own.setColor(QPalette::WindowText, tokens().*m_color);
    setPalette(own);
    m_dressing = false;
}

QString plainToolTip(const QString &text)
{
    // Tooltips guess; what would be taken for markup is sent as markup of exactly that text.
    return Qt::mightBeRichText(text) ? QStringLiteral("<span>%1</span>").arg(text.toHtmlEscaped()) : text;
}

} // namespace muster
