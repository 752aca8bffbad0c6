// SPDX-License-Identifier: Apache-2.0
#pragma once
// The ribbon under the header: that we are not connected, since when, what it means and what can be done.

#include "ui/shell/LinkRibbonContent.h"

#include <QWidget>

namespace muster {

class Button;
class PlainLabel;

//! 40 px high, more while blocked or when the words do not fit on one line: none of them is ever cut. Details unfolds what to
//! do if it lasts, and what was seen. Hidden while there is nothing to say.
class LinkRibbon : public QWidget
{
    Q_OBJECT

public:
    explicit LinkRibbon(QWidget *parent = nullptr);

    //! Shows \a content, or hides the ribbon when it is empty.
    void setContent(const LinkRibbonContent &content);
    const LinkRibbonContent &content() const { return m_content; }

Q_SIGNALS:
    //! "Retry now" was pressed.
    void retryWanted();
    //! "Sign in…" or "Look at the connection…" was pressed.
    void signInWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildLine();
    void buildDetails();
    void arrange();
    bool fitsOneLine() const;
    void setDetailsOpen(bool open);

    LinkRibbonContent m_content;
    QWidget *m_line;
    PlainLabel *m_heading;
    PlainLabel *m_meaning;
    PlainLabel *m_cause;
    PlainLabel *m_long; // Cause and meaning when they have a line of their own.
    Button *m_fold;
    Button *m_offer;
    QWidget *m_more;
    PlainLabel *m_advice;
    PlainLabel *m_details;
};

} // namespace muster
