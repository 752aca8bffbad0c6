// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/Chooser.h"

#include "ui/kit/Field.h"
#include "ui/kit/Icons.h"
#include "ui/kit/KeyHint.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/shell/ChooserDelegate.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr int kListHeightMost = 420;
constexpr int kPaletteField = 48;
constexpr int kPaletteText = 15;
constexpr int kFooter = 36;

} // namespace

Chooser::Chooser(Look look, const QString &name, const QString &placeholder, QWidget *window)
    : QWidget(window), m_look(look), m_model(new ChooserModel(this)), m_panel(new QWidget(this))
{
    setAccessibleName(name);
    hide();
    buildPanel(name, placeholder);
    setFocusProxy(m_field);
    window->installEventFilter(this);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setPattern(text);
        fitHeight();
        moveBy(0);
    });
    connect(m_list, &QAbstractItemView::clicked, this, &Chooser::choose);
}

void Chooser::buildPanel(const QString &name, const QString &placeholder)
{
    auto *column = new QVBoxLayout(m_panel);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    auto *fieldRow = new QHBoxLayout;
    if (m_look == Look::Palette) {
        m_field = new QLineEdit(m_panel);
        m_field->setAccessibleName(name);
        m_field->setFrame(false);
        m_field->setFixedHeight(scaled(kPaletteField - 2));
        QFont large = fontOf(Type::Body);
        large.setPixelSize(scaled(kPaletteText));
        m_field->setFont(large);
        fieldRow->setContentsMargins(scaled(44), 0, scaled(12), 0);
        fieldRow->addWidget(m_field);
        fieldRow->addWidget(new KeyHint(tr("Esc"), m_panel));
    } else {
        auto *field = new Field(name, m_panel);
        field->setLeadingIcon("search"_L1);
        m_field = field;
        fieldRow->setContentsMargins(scaled(8), scaled(8), scaled(8), 0);
        fieldRow->addWidget(m_field);
    }
    m_field->setPlaceholderText(placeholder);
    m_list = new QListView(m_panel);
    m_list->setAccessibleName(tr("Choices"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ChooserDelegate(m_model, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->viewport()->setAutoFillBackground(false);
    m_nothing = new PlainLabel(tr("Nothing fits."), Type::Body, &Tokens::text3, m_panel);
    m_nothing->setContentsMargins(scaled(16), scaled(4), scaled(16), scaled(8));
    column->addLayout(fieldRow);
    if (m_look == Look::Palette)
        column->addWidget(new Hairline(Qt::Horizontal, m_panel));
    column->addSpacing(scaled(4));
    column->addWidget(m_list);
    column->addWidget(m_nothing);
    column->addSpacing(scaled(8));
    if (m_look == Look::Palette)
        column->addWidget(buildFooter());
}

QWidget *Chooser::buildFooter()
{
    auto *made = new QWidget(m_panel);
    made->setFixedHeight(scaled(kFooter));
    auto *row = new QHBoxLayout(made);
    row->setContentsMargins(scaled(16), 0, scaled(16), 0);
    row->setSpacing(scaled(8));
    const auto say = [&](const QStringList &keys, const QString &words) {
        for (const QString &key : keys)
            row->addWidget(new KeyHint(key, made));
        row->addWidget(new PlainLabel(words, Type::Small, &Tokens::text3, made));
        row->addSpacing(scaled(8));
    };
    say({u"↑"_s, u"↓"_s}, tr("move"));
    say({tr("Enter")}, tr("open"));
    row->addStretch(1);
    return made;
}

void Chooser::setRows(const QList<ChooserRow> &rows)
{
    m_model->setRows(rows);
}

void Chooser::fitHeight()
{
    int height = 0;
    for (int row = 0; row < m_model->rowCount() && height < scaled(kListHeightMost); ++row)
        height += m_list->sizeHintForRow(row);
    m_list->setFixedHeight(std::min(height, scaled(kListHeightMost)));
    m_list->setVisible(height > 0);
    m_nothing->setVisible(height == 0);
    m_panel->layout()->activate();
    m_panel->resize(m_panel->width(), m_panel->sizeHint().height());
    update();
}

void Chooser::openAt(const QPoint &at, int width)
{
    m_before = QApplication::focusWidget();
    {
        const QSignalBlocker quiet(m_field);
        m_field->clear();
    }
    m_model->setPattern({});
    setGeometry(parentWidget()->rect());
    m_panel->setGeometry(at.x(), at.y(), scaled(width), m_panel->height());
    fitHeight();
    raise();
    show();
    m_field->setFocus(Qt::PopupFocusReason);
    moveBy(0);
}

void Chooser::close()
{
    if (!isVisible())
        return;
    hide();
    if (m_before)
        m_before->setFocus(Qt::PopupFocusReason);
}

void Chooser::moveBy(int step)
{
    const int current = m_list->currentIndex().isValid() && step != 0 ? m_list->currentIndex().row() : -1;
    int next = step == 0 ? m_model->nextChoosable(0, 1) : m_model->nextChoosable(current + step, step);
    if (next < 0 && step != 0)
        next = step > 0 ? m_model->nextChoosable(0, 1) : m_model->nextChoosable(m_model->rowCount() - 1, -1);
    if (next < 0)
        return;
    const QModelIndex index = m_model->index(next);
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index);
    m_field->setAccessibleDescription(index.data(Qt::AccessibleTextRole).toString());
}

void Chooser::choose(const QModelIndex &index)
{
    if (!index.isValid() || !index.flags().testFlag(Qt::ItemIsEnabled))
        return;
    const QString id = m_model->at(index.row()).id;
    close();
    Q_EMIT chosen(id);
}

bool Chooser::takesKey(int key)
{
    switch (key) {
    case Qt::Key_Down:
    case Qt::Key_Tab:
        moveBy(1);
        return true;
    case Qt::Key_Up:
    case Qt::Key_Backtab:
        moveBy(-1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(m_list->currentIndex());
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return false;
    }
}

bool Chooser::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        close();
    if (watched != m_field)
        return false;
    // The window's own keys rest while we are open, but for those that close and open lists.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape || !key->modifiers().testFlag(Qt::ControlModifier))
            event->accept();
        return false;
    }
    if (event->type() == QEvent::FocusOut && isVisible() && QApplication::activeWindow() == window())
        QMetaObject::invokeMethod(this, &Chooser::close, Qt::QueuedConnection);
    if (event->type() == QEvent::KeyPress)
        return takesKey(static_cast<QKeyEvent *>(event)->key());
    return false;
}

void Chooser::mousePressEvent(QMouseEvent *)
{
    close(); // Presses on the panel do not come here.
}

void Chooser::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF panel = m_panel->geometry();
    if (m_look == Look::Palette)
        painter.fillRect(rect(), tokens().scrim);
    paintShadow(&painter, panel, scaled(12));
    paintPanel(&painter, panel, scaled(12), tokens().raised, tokens().border);
    if (m_look == Look::List)
        return;
    paintIcon(&painter, "search"_L1, panel.topLeft() + QPointF(scaled(16), (scaled(kPaletteField) - scaled(18)) / 2.0),
              scaled(18), tokens().text2);
    // The footer stands on the canvas, cut by the panel's corners.
    const QRectF footer(panel.left(), panel.bottom() - scaled(kFooter) - 1, panel.width(), scaled(kFooter) + 1);
    painter.setClipRect(footer);
    paintPanel(&painter, panel, scaled(12), tokens().canvas, tokens().border);
    painter.fillRect(QRectF(footer.left(), footer.top(), footer.width(), 1), tokens().border);
}

} // namespace muster
