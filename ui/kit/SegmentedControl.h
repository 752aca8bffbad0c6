// SPDX-License-Identifier: Apache-2.0
#pragma once
// A choice of one among two or three, all visible.

#include <QList>
#include <QWidget>

namespace muster {

//! Arrow keys change the choice; one tab stop. Screen readers meet a group of radio buttons' text through the name,
//! which is kept as "name: chosen part".
class SegmentedControl : public QWidget
{
    Q_OBJECT

public:
    explicit SegmentedControl(const QString &name, QWidget *parent = nullptr);

    //! Adds a part; the first one added is chosen.
    void addPart(QLatin1StringView icon, const QString &text);
    int current() const { return m_current; }
    //! Chooses part \a index; emits when it was another one.
    void setCurrent(int index);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    //! Another part was chosen, by a person or by setCurrent().
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Part {
        QLatin1StringView icon;
        QString text;
    };
    int widthOf(const Part &part) const;
    void tellName();

    QString m_name;
    QList<Part> m_parts;
    int m_current = 0;
};

} // namespace muster
