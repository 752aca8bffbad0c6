// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/TextCache.h"

#include <QFontMetricsF>

#include <memory>

namespace muster {

const TextCache::Line &TextCache::line(Type type, const QFont &font, const QString &text)
{
    const Key key{.type = static_cast<int>(type), .room = -1, .text = text};
    if (const Line *known = m_lines.object(key))
        return *known;
    return keep(key, font, text);
}

const TextCache::Line &TextCache::elided(Type type, const QFont &font, const QString &text, qreal room)
{
    const Key key{.type = static_cast<int>(type), .room = static_cast<int>(room), .text = text};
    if (const Line *known = m_lines.object(key))
        return *known;
    return keep(key, font, QFontMetricsF(font).elidedText(text, Qt::ElideRight, room));
}

const TextCache::Line &TextCache::keep(const Key &key, const QFont &font, const QString &shown)
{
    auto made = std::make_unique<Line>();
    made->text.setText(shown);
    made->text.setTextFormat(Qt::PlainText); // T-18.
    made->text.prepare(QTransform(), font);
    made->width = QFontMetricsF(font).horizontalAdvance(shown);
    const Line &line = *made;
    m_lines.insert(key, made.release()); // Costs one of kShapedTexts, so that it is never refused.
    return line;
}

void TextCache::clear()
{
    m_lines.clear();
}

} // namespace muster
