// SPDX-License-Identifier: Apache-2.0
#pragma once
// Paints one entry of the audit log: time, actor, verb, target with its change, source, outcome.

#include <QStyledItemDelegate>

namespace muster {

//! Where the parts of a row are, from left to right; mirrored by the caller. Those without room are empty. px.
struct AuditRowPlaces {
    QRectF time;
    QRectF actorIcon;
    QRectF actor;
    QRectF verbIcon;
    QRectF verb;
    QRectF target;
    QRectF source;
    QRectF outcomeIcon;
    QRectF outcome;
};
//! \a row is the whole row in left-to-right terms. A narrow one has no source, a very narrow one no actor.
AuditRowPlaces auditRowPlaces(const QRectF &row);
//! Height of a row, px.
int auditRowHeight();

//! Works on AuditModel::EntryItem.
class AuditRowDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;
};

//! The titles above a list, at the places of its rows: beside its scroll bar, if it has one.
class AuditHead final : public QWidget
{
    Q_OBJECT

public:
    //! \a list must outlive it.
    explicit AuditHead(QAbstractItemView *list, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QAbstractItemView *m_list;
};

} // namespace muster
