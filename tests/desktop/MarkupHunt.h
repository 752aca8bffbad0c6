// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds texts that Qt would take for markup, and files that were opened because somebody did.

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QFile>
#include <QHelpEvent>
#include <QLabel>
#include <QTextEdit>
#include <QToolTip>

#include <sys/inotify.h>
#include <unistd.h>

namespace muster {

//! Tells whether a file of a folder was opened. Linux.
class Tripwire
{
public:
    explicit Tripwire(const QString &folder) : m_watch(inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
    {
        inotify_add_watch(m_watch, QFile::encodeName(folder).constData(), IN_OPEN);
    }
    ~Tripwire() { close(m_watch); }
    Q_DISABLE_COPY_MOVE(Tripwire)

    //! Whether anything was opened since the last question. The name of what was, for the message.
    QByteArray taken()
    {
        alignas(inotify_event) char room[4096];
        QByteArray names;
        ssize_t got = 0;
        while ((got = read(m_watch, room, sizeof room)) > 0) {
            for (ssize_t at = 0; at < got;) {
                const auto *event = reinterpret_cast<const inotify_event *>(room + at);
                if (event->len > 0)
                    names += QByteArray(event->name) + ' ';
                at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
            }
        }
        return names;
    }

private:
    int m_watch;
};

//! Whether Qt would take \a text for markup and find an element of ours in it.
inline bool isTrap(const QString &text)
{
    return Qt::mightBeRichText(text) && text.contains(QStringLiteral("<img"));
}

inline QString where(const QWidget *widget)
{
    QString path;
    for (const QWidget *one = widget; one; one = one->parentWidget())
        path.prepend(QLatin1Char('/') + QString::fromLatin1(one->metaObject()->className()));
    return path;
}

//! Every fault below \a root, in words.
inline QStringList faultsIn(QWidget *root)
{
    QStringList faults;
    QList<QWidget *> widgets = root->findChildren<QWidget *>();
    widgets.prepend(root);
    for (QWidget *widget : std::as_const(widgets)) {
        if (const auto *label = qobject_cast<QLabel *>(widget); label && label->textFormat() != Qt::PlainText && isTrap(label->text()))
            faults += QStringLiteral("label: ") + where(widget);
        if (qobject_cast<QTextEdit *>(widget))
            faults += QStringLiteral("QTextEdit: ") + where(widget);
        for (const QString &tip : {widget->toolTip(), widget->statusTip(), widget->whatsThis()}) {
            if (isTrap(tip))
                faults += QStringLiteral("tip: ") + where(widget);
        }
        for (const QAction *action : widget->actions()) {
            if (isTrap(action->toolTip()))
                faults += QStringLiteral("action tip: ") + where(widget) + QLatin1Char(' ') + action->text();
        }
        if (auto *view = qobject_cast<QAbstractItemView *>(widget); view && view->model()) {
            for (int row = 0; row < std::min(12, view->model()->rowCount()); ++row) {
                for (int column = 0; column < view->model()->columnCount(); ++column) {
                    const QModelIndex index = view->model()->index(row, column);
                    if (isTrap(index.data(Qt::ToolTipRole).toString()))
                        faults += QStringLiteral("item tip: ") + where(widget);
                    const QPoint at = view->visualRect(index).center();
                    QHelpEvent ask(QEvent::ToolTip, at, view->viewport()->mapToGlobal(at));
                    QApplication::sendEvent(view->viewport(), &ask);
                    if (isTrap(QToolTip::text()))
                        faults += QStringLiteral("shown tip: ") + where(widget);
                    QToolTip::hideText();
                }
            }
        }
    }
    return faults;
}

} // namespace muster
