// SPDX-License-Identifier: Apache-2.0
#pragma once
// The frame of what stands in a drawer: a head with a title and Close, a body, and a foot for verbs.

#include <QWidget>

class QScrollArea;
class QVBoxLayout;

namespace muster {

class Panel;
class PlainLabel;

//! To be derived from. Esc closes. A title that is too long is whole in its tooltip.
class DrawerFrame : public QWidget
{
    Q_OBJECT

public:
    //! \a name: for screen readers.
    explicit DrawerFrame(const QString &name, QWidget *parent = nullptr);

Q_SIGNALS:
    void closeRequested();

protected:
    void setTitle(const QString &title);
    void setSubtitle(const QString &text);
    //! Between head and foot.
    QVBoxLayout *body() const { return m_body; }
    Panel *footPanel() const { return m_foot; }
    QVBoxLayout *foot() const { return m_footRows; }
    //! An area that scrolls up and down only, for the body.
    QScrollArea *makeScroll(const QString &name);
    //! Puts \a content into \a scroll in place of what is there, which goes; the place that is read stays.
    static void setContent(QScrollArea *scroll, QWidget *content);
    void keyPressEvent(QKeyEvent *event) override;

private:
    PlainLabel *m_title;
    PlainLabel *m_subtitle;
    QVBoxLayout *m_body;
    Panel *m_foot;
    QVBoxLayout *m_footRows;
};

} // namespace muster
