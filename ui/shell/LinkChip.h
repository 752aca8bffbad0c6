// SPDX-License-Identifier: Apache-2.0
#pragma once
// The chip in the header that says how our connection is. Words: LinkChipContent.

#include "ui/shell/LinkChipContent.h"

#include <QWidget>

namespace muster {

//! Paints one LinkChipContent; 24 px high. Not focusable: its words are also in the status bar.
class LinkChip : public QWidget
{
    Q_OBJECT

public:
    explicit LinkChip(QWidget *parent = nullptr);

    void setContent(const LinkChipContent &content);
    const LinkChipContent &content() const { return m_content; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    LinkChipContent m_content;
};

//! Paints the shape of \a content at \a at, as in the chip and in the status bar.
void paintLinkShape(QPainter *painter, const LinkChipContent &content, const QPointF &at, int size);

} // namespace muster
