// SPDX-License-Identifier: Apache-2.0
#pragma once
// What can be done with several marked entities, floating over the end of the list.

#include <QWidget>

namespace muster {

class Button;
class PlainLabel;

//! Hidden while fewer than two are marked.
class SelectionBar final : public QWidget
{
    Q_OBJECT

public:
    explicit SelectionBar(QWidget *parent);

    void setCount(int count);
    //! Why pins cannot be changed; empty when they can.
    void setRefusal(const QString &reason);
    //! Centres it over the end of its parent.
    void place();
    Button *pinButton() const { return m_pin; }

Q_SIGNALS:
    void pinRequested();
    void unpinRequested();
    void strictRequested();
    void preferredRequested();
    void clearRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PlainLabel *m_words;
    Button *m_pin;
    Button *m_unpin;
    Button *m_strict;
    Button *m_preferred;
};

} // namespace muster
