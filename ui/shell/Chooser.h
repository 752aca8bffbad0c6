// SPDX-License-Identifier: Apache-2.0
#pragma once
// A floating list with a search field: the command palette and the cluster list are two of these.

#include "ui/shell/ChooserModel.h"

#include <QPointer>
#include <QWidget>

class QLineEdit;
class QListView;

namespace muster {

class PlainLabel;

//! Lies over its whole window while open and paints one panel with a shadow. Typing narrows the list, arrows move, Enter
//! chooses, Esc or a press outside closes; the focus then goes back to where it was.
class Chooser : public QWidget
{
    Q_OBJECT

public:
    //! \a name: the accessible name; \a placeholder: in the search field.
    //! A Palette veils the window, has a large field and says its keys at the end; a List is only a list.
    enum class Look { List, Palette };
    Chooser(Look look, const QString &name, const QString &placeholder, QWidget *window);

    void setRows(const QList<ChooserRow> &rows);
    //! Opens with the panel's top left corner at \a at of the window, \a width px wide at scale 1.
    void openAt(const QPoint &at, int width);
    void close();
    QLineEdit *field() const { return m_field; }
    const ChooserModel *model() const { return m_model; }

Q_SIGNALS:
    //! Row \a id was chosen; the chooser is closed by then.
    void chosen(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildPanel(const QString &name, const QString &placeholder);
    QWidget *buildFooter();
    bool takesKey(int key);
    void moveBy(int step);
    void choose(const QModelIndex &index);
    void fitHeight();

    const Look m_look;
    ChooserModel *m_model;
    QWidget *m_panel;
    QPointer<QWidget> m_before; // Had the focus when we opened.
    QLineEdit *m_field;
    QListView *m_list;
    PlainLabel *m_nothing;
};

} // namespace muster
