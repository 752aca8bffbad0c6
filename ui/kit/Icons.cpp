// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Icons.h"

#include "ui/kit/Theme.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <algorithm>
#include <array>

// The macro must stand outside of any namespace.
static void loadMusterIcons()
{
    Q_INIT_RESOURCE(muster);
}

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QByteArray drawingOf(QLatin1StringView name)
{
    loadMusterIcons();
    QFile file(u":/icons/"_s + name + u".svg"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll();
}

bool isDirectional(QLatin1StringView name)
{
    constexpr std::array names{"arrow-left"_L1, "arrow-right"_L1, "chevron-left"_L1, "chevron-right"_L1, "undo"_L1,
                               "redo"_L1,       "logs"_L1,        "wrap"_L1,         "assignments"_L1,   "detach"_L1,
                               "sidebar"_L1,    "group"_L1,       "sort"_L1};
    return std::ranges::find(names, name) != names.end();
}

QPixmap renderIcon(QLatin1StringView name, int size, const QColor &color, qreal ratio, bool mirrored)
{
    QByteArray svg = drawingOf(name);
    Q_ASSERT_X(!svg.isEmpty(), "iconPixmap", name.data());
    svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
    const int pixels = qRound(size * ratio);
    QImage image(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QSvgRenderer renderer(svg);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(color.alphaF());
    renderer.render(&painter);
    painter.end();
    QPixmap pixmap = QPixmap::fromImage(mirrored ? image.mirrored(true, false) : image);
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

// Paints one drawing at whatever size is asked for, in the colour that the theme has at that moment.
class DrawingEngine final : public QIconEngine
{
public:
    DrawingEngine(QLatin1StringView name, QColor Tokens::*token, QColor fixed)
        : m_name(name), m_token(token), m_fixed(std::move(fixed))
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const int size = std::min(rect.width(), rect.height());
        const QPointF at(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2);
        paintIcon(painter, m_name, at, size, colorOf(mode));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return iconPixmap(m_name, std::min(size.width(), size.height()), colorOf(mode));
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal ratio) override
    {
        // The size comes in device pixels.
        const int side = qRound(std::min(size.width(), size.height()) / ratio);
        return iconPixmap(m_name, side, colorOf(mode), ratio);
    }
    QIconEngine *clone() const override { return new DrawingEngine(*this); }

private:
    QColor colorOf(QIcon::Mode mode) const
    {
        if (mode == QIcon::Disabled)
            return tokens().text3;
        return m_token ? tokens().*m_token : m_fixed;
    }
    QLatin1StringView m_name;
    QColor Tokens::*m_token;
    QColor m_fixed;
};

} // namespace

QPixmap iconPixmap(QLatin1StringView name, int size, const QColor &color, qreal ratio)
{
    const bool mirrored = QGuiApplication::layoutDirection() == Qt::RightToLeft && isDirectional(name);
    const QString key = u"muster/"_s + name + u'/' + QString::number(qRound(size * ratio)) + u'/'
        + QString::number(color.rgba(), 16) + u'/' + QString::number(ratio) + (mirrored ? u"m"_s : QString());
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = renderIcon(name, size, color, ratio, mirrored);
        QPixmapCache::insert(key, pixmap);
    }
    return pixmap;
}

void paintIcon(QPainter *painter, QLatin1StringView name, const QPointF &at, int size, const QColor &color)
{
    painter->drawPixmap(at, iconPixmap(name, size, color, painter->device()->devicePixelRatio()));
}

QIcon themedIcon(QLatin1StringView name, QColor Tokens::*color)
{
    return QIcon(new DrawingEngine(name, color, {}));
}

QIcon coloredIcon(QLatin1StringView name, const QColor &color)
{
    return QIcon(new DrawingEngine(name, nullptr, color));
}

QIcon applicationIcon()
{
    QIcon icon;
    const QColor any = lightTokens().text; // The mark has its own colours.
    for (const int size : {16, 20})
        icon.addPixmap(iconPixmap("muster-16"_L1, size, any));
    for (const int size : {22, 24})
        icon.addPixmap(iconPixmap("muster-24"_L1, size, any));
    for (const int size : {32, 48, 64, 128, 256})
        icon.addPixmap(iconPixmap("muster"_L1, size, any));
    return icon;
}

QStringList iconNames()
{
    loadMusterIcons();
    QStringList names = QDir(u":/icons"_s).entryList({u"*.svg"_s}, QDir::Files, QDir::Name);
    for (QString &name : names)
        name.chop(4);
    return names;
}

} // namespace muster
