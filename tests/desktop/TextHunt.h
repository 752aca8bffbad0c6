// SPDX-License-Identifier: Apache-2.0
#pragma once
// A language whose words are 40 % longer than ours, and an eye that sees which painted words are cut, clipped or overlap.

#include <QAbstractScrollArea>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPaintDevice>
#include <QPaintEngine>
#include <QPainterPath>
#include <QScrollBar>
#include <QTextItem>
#include <QTranslator>
#include <QWidget>

#include <algorithm>
#include <cmath>
#include <functional>

namespace muster {

//! Doubles vowels, with a diacritic, until a text is 40 % longer; arguments and mnemonics stay. Dots are written out, so that
//! an ellipsis is always one that a layout made.
class LongWords final : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *source, const char *, int) const override
    {
        const QString text = QString::fromUtf8(source);
        qsizetype missing = static_cast<qsizetype>(std::ceil(double(text.size()) * 0.4));
        QString longer;
        for (const QChar one : text) {
            const qsizetype at = QStringView(u"aeiouAEIOU").indexOf(one);
            if (at >= 0) {
                longer += QStringView(u"åéîöüÅÉÎÖÜ").at(at);
                longer += missing-- > 0 ? QString(QStringView(u"åéîöüåéîöü").at(at)) : QString();
            } else {
                longer += one == QChar(u'…') ? QStringLiteral("...") : QString(one);
            }
        }
        for (; missing > 0; --missing)
            longer += QChar(u'é');
        return longer;
    }
};

inline bool isLongWord(const QString &text)
{
    return std::ranges::any_of(text, [](QChar one) { return QStringView(u"åéîöüÅÉÎÖÜ").contains(one); });
}

//! One painted piece of text, in the coordinates of its widget.
struct PaintedText {
    QString text;
    QRectF rect;
};

//! Takes texts down and paints nothing.
class TextEye final : public QPaintEngine
{
public:
    TextEye() : QPaintEngine(AllFeatures) {}
    QList<PaintedText> seen;

    bool begin(QPaintDevice *) override { return true; }
    bool end() override { return true; }
    void updateState(const QPaintEngineState &now) override
    {
        if (now.state() & DirtyTransform)
            m_transform = now.transform();
    }
    void drawPixmap(const QRectF &, const QPixmap &, const QRectF &) override {}
    void drawImage(const QRectF &, const QImage &, const QRectF &, Qt::ImageConversionFlags) override {}
    void drawPath(const QPainterPath &) override {}
    using QPaintEngine::drawPolygon;
    void drawPolygon(const QPointF *, int, PolygonDrawMode) override {}
    void drawTextItem(const QPointF &at, const QTextItem &item) override
    {
        // The height of small letters is what must not meet another: lines may stand close.
        const QRectF rect(at.x(), at.y() - item.ascent() * 0.7, item.width(), item.ascent() * 0.7);
        seen.append({item.text(), m_transform.mapRect(rect)});
    }
    Type type() const override { return User; }

private:
    QTransform m_transform;
};

//! Something of the size of a widget to paint it on.
class TextSheet final : public QPaintDevice
{
public:
    explicit TextSheet(QSize size) : m_size(size) {}
    TextEye &eye() const { return m_eye; }
    QPaintEngine *paintEngine() const override { return &m_eye; }

protected:
    int metric(PaintDeviceMetric metric) const override
    {
        switch (metric) {
        case PdmWidth:
            return m_size.width();
        case PdmHeight:
            return m_size.height();
        case PdmWidthMM:
            return m_size.width() / 4;
        case PdmHeightMM:
            return m_size.height() / 4;
        case PdmNumColors:
            return 1 << 24;
        case PdmDepth:
            return 32;
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY:
            return 96;
        case PdmDevicePixelRatio:
            return 1;
        case PdmDevicePixelRatioScaled:
            return static_cast<int>(devicePixelRatioFScale());
        }
        return 0;
    }

private:
    QSize m_size;
    mutable TextEye m_eye;
};

//! What \a widget itself paints, without its children.
inline QList<PaintedText> paintedTexts(QWidget *widget)
{
    TextSheet sheet(widget->size());
    widget->render(&sheet, QPoint(), QRegion(), QWidget::RenderFlags());
    return sheet.eye().seen;
}

//! Whether the whole of a cut \a text is one step away: in the tooltip of a field, a line of figures or a row of events; and
//! what a card has no room for is in the drawer.
inline bool isToldElsewhere(const QWidget *widget, const QString &text)
{
    const QWidget *view = widget->parentWidget();
    const QString name = QString::fromLatin1(view ? view->metaObject()->className() : "");
    for (const char *told : {"muster::NodeBoard", "muster::EventList", "muster::NodeEvents"}) {
        if (name == QString::fromLatin1(told))
            return true;
    }
    if (qobject_cast<const QLineEdit *>(widget))
        return !widget->toolTip().isEmpty();
    return widget->inherits("muster::AggregateLine") && widget->toolTip().contains(text.left(text.indexOf(QChar(u'…'))));
}

//! Every fault of the words below \a root. \a layer of a widget: texts of different layers may lie over each other.
inline QStringList wordFaults(QWidget *root, const std::function<const QObject *(QWidget *)> &layer)
{
    // From right to left the sheet does not see where a widget would have put its words.
    const bool seesPlaces = QGuiApplication::isLeftToRight();
    struct Placed {
        QString text;
        QRectF rect;
        const QObject *layer;
    };
    QStringList faults;
    QList<Placed> all;
    QList<QWidget *> widgets = root->findChildren<QWidget *>();
    widgets.prepend(root);
    for (QWidget *widget : std::as_const(widgets)) {
        if (!widget->isVisible() || widget->window() != root->window() || widget->size().isEmpty())
            continue;
        QRect room = widget->rect(); // What can be seen of it.
        bool scrolls = false;
        bool isWider = false;
        for (QWidget *above = widget; above && above != root; above = above->parentWidget()) {
            if (const auto *area = qobject_cast<const QAbstractScrollArea *>(above->parentWidget())) {
                scrolls = true;
                isWider |= area->horizontalScrollBar()->maximum() > area->horizontalScrollBar()->minimum();
            }
            if (above->parentWidget())
                room &= QRect(widget->mapFrom(above->parentWidget(), QPoint(0, 0)), above->parentWidget()->size());
        }
        const QString where = QString::fromLatin1(widget->metaObject()->className());
        if (room.isEmpty() && !scrolls) {
            for (const PaintedText &one : paintedTexts(widget)) {
                if (isLongWord(one.text))
                    faults += QStringLiteral("not to be seen in %1: %2").arg(where, one.text);
            }
        }
        if (room.isEmpty())
            continue;
        for (const PaintedText &one : paintedTexts(widget)) {
            const QRectF seen = one.rect & QRectF(room);
            if (one.text.trimmed().isEmpty() || seen.isEmpty())
                continue;
            if (isLongWord(one.text) && !isWider) { // Else the rest is a scroll away.
                const bool isTyped = qobject_cast<QLineEdit *>(widget) && !qobject_cast<QLineEdit *>(widget)->text().isEmpty();
                if (one.text.contains(QChar(u'…')) && isToldElsewhere(widget, one.text))
                    continue;
                if (one.text.contains(QChar(u'…')))
                    faults += QStringLiteral("cut in %1: %2").arg(where, one.text);
                else if (seesPlaces && !isTyped && (one.rect.left() < room.left() - 2 || one.rect.right() > room.right() + 3))
                    faults += QStringLiteral("beyond the edge of %1: %2").arg(where, one.text);
                else if (!scrolls && (one.rect.top() < room.top() - 2 || one.rect.bottom() > room.bottom() + 3))
                    faults += QStringLiteral("above or below %1: %2").arg(where, one.text);
            }
            all.append({one.text, seen.translated(widget->mapTo(root, QPoint(0, 0))), layer(widget)});
        }
    }
    for (qsizetype i = 0; seesPlaces && i < all.size(); ++i) {
        for (qsizetype j = i + 1; j < all.size(); ++j) {
            const QRectF common = all.at(i).rect & all.at(j).rect;
            if (all.at(i).layer == all.at(j).layer && common.width() > 2 && common.height() > 3)
                faults += QStringLiteral("one over the other: %1 | %2").arg(all.at(i).text, all.at(j).text);
        }
    }
    return faults;
}

} // namespace muster
