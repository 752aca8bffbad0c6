// SPDX-License-Identifier: Apache-2.0
#pragma once
// Draws the lines of an audit diff: both numbers, the sign, the text, what differs underlined. Source: mockups/README.md, 15.

#include "ui/audit/AuditDiff.h"

#include <QAbstractScrollArea>

namespace muster {

//! As high as its lines, up to a bound; wider lines are scrolled to. Its accessible description is the diff as text.
class AuditDiffView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit AuditDiffView(QWidget *parent = nullptr);
    void show(const QList<DiffLine> &lines);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }
    //! The diff with "+" and "-", a line each.
    QString plainText() const;

Q_SIGNALS:
    //! sizeHint() is another one: a scroll bar came or went.
    void heightChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void setBars();
    int shownLines() const;
    QList<DiffLine> m_lines;
};

} // namespace muster
