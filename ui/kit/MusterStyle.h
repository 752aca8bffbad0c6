// SPDX-License-Identifier: Apache-2.0
#pragma once
// The look of every control: Fusion's behaviour with our own paint. Made and dressed by Theme alone.

#include "ui/kit/TextCache.h"
#include "ui/kit/Tokens.h"
#include "ui/kit/Type.h"

#include <QProxyStyle>

namespace muster {

//! Also carries what paint events of other widgets need: tokens, fonts, scale. GUI thread.
class MusterStyle : public QProxyStyle
{
    Q_OBJECT

public:
    MusterStyle();
    //! The application's style if it is ours, else null.
    static MusterStyle *current();

    //! What Theme decided; repaints nothing by itself.
    void dress(const Tokens &theme, qreal scale);
    const Tokens &theme() const { return *m_theme; }
    const TypeScale &fonts() const { return m_fonts; }
    qreal scale() const { return m_scale; }
    TextCache &texts() { return m_texts; }

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                         const QWidget *widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                           const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returned) const override;
    void polish(QWidget *widget) override;
    using QProxyStyle::polish;

private:
    const Tokens *m_theme;
    TypeScale m_fonts;
    TextCache m_texts;
    qreal m_scale = 1.0;
};

} // namespace muster
