// SPDX-License-Identifier: Apache-2.0
#pragma once
// The panel at the right that tells all about one thing; what is in it belongs to the page.

#include <QWidget>

namespace muster {

//! 360 to 560 px wide; its left edge can be dragged. Placed by Stage. Content is given once and reparented.
class DetailDrawer : public QWidget
{
    Q_OBJECT

public:
    explicit DetailDrawer(QWidget *parent = nullptr);

    //! Hosts \a content (owned from then on), or nothing.
    void setContent(QWidget *content);
    QWidget *content() const { return m_content; }
    //! The width a person chose, px at scale 1; pulled into 360 … 560.
    void setWantedWidth(int width);
    int wantedWidth() const { return m_wantedWidth; }
    //! Draws a shadow towards the page: it lies over it.
    void setFloats(bool floats);

    static constexpr int kLeast = 360;
    static constexpr int kMost = 560;

Q_SIGNALS:
    //! wantedWidth() changed by dragging or by setWantedWidth().
    void wantedWidthChanged(int width);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    class Grip;
    QWidget *m_content = nullptr;
    QWidget *m_grip;
    int m_wantedWidth = kLeast;
    bool m_floats = false;
};

} // namespace muster
