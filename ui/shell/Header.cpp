// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/Header.h"

#include "ui/kit/Button.h"
#include "ui/kit/Chip.h"
#include "ui/kit/Icons.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/shell/ClusterSwitcher.h"
#include "ui/shell/LinkChip.h"
#include "ui/shell/PaletteField.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr int kHeight = 48;
constexpr int kStripe = 2;
constexpr int kGap = 8;

} // namespace

Header::Header(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Header"));
    setFixedHeight(scaled(kHeight));
    m_menu = new IconButton("menu"_L1, tr("Sidebar"), this);
    m_menu->setName(tr("Wide or narrow sidebar"), u"Ctrl+B"_s);
    m_switcher = new ClusterSwitcher(this);
    m_palette = new PaletteField(this);
    m_chip = new LinkChip(this);
    m_lock = new PlainLabel(tr("Read-only"), Type::SmallMedium, &Tokens::text2, this);
    m_lock->hide();
    m_bound = new Chip({}, Chip::Kind::Outlined, this);
    m_bound->hide();
    m_theme = new IconButton("theme"_L1, tr("Light or dark theme"), this);
    connect(m_menu, &QAbstractButton::clicked, this, &Header::menuWanted);
    connect(m_switcher, &QAbstractButton::clicked, this, &Header::clustersWanted);
    connect(m_palette, &QAbstractButton::clicked, this, &Header::paletteWanted);
    connect(m_theme, &QAbstractButton::clicked, this, &Header::themeWanted);
    arrange();
}

void Header::setFace(const ClusterFace &face)
{
    m_switcher->setFace(face);
    arrange();
    update();
}

void Header::setReadOnly(const QString &reason)
{
    m_lock->setVisible(!reason.isEmpty());
    m_lock->setToolTip(plainToolTip(reason));
    m_lock->setAccessibleDescription(reason);
    arrange();
}

void Header::setBound(const QString &text, const QString &meaning)
{
    m_bound->setText(text);
    m_bound->setVisible(!text.isEmpty());
    m_bound->setToolTip(plainToolTip(meaning));
    m_bound->setAccessibleDescription(meaning);
    arrange();
}

void Header::arrange()
{
    const int middle = kStripe + (height() - kStripe - 1) / 2;
    const auto put = [&](QWidget *widget, int left, int width) {
        const int high = widget->sizeHint().height();
        const QRect box(left, middle - high / 2, width, high);
        widget->setGeometry(QStyle::visualRect(layoutDirection(), rect(), box));
    };
    int left = scaled(8);
    put(m_menu, left, m_menu->sizeHint().width());
    left += m_menu->sizeHint().width() + scaled(6);
    const int switcherWidth = m_switcher->sizeHint().width();
    put(m_switcher, left, switcherWidth);
    left += switcherWidth + scaled(kGap * 2);

    int right = width() - scaled(12);
    const auto putRight = [&](QWidget *widget, int gap) {
        const int wide = widget->sizeHint().width();
        right -= wide;
        put(widget, right, wide);
        right -= scaled(gap);
    };
    putRight(m_theme, kGap);
    if (m_lock->isVisibleTo(this))
        putRight(m_lock, kGap + 4);
    if (m_bound->isVisibleTo(this))
        putRight(m_bound, kGap + 4);
    putRight(m_chip, kGap * 2);

    // In the middle of the window when there is room, else in what is left.
    const int most = m_palette->sizeHint().width();
    const int room = right - left;
    const int wide = std::min(most, room);
    const int centred = (width() - wide) / 2;
    m_palette->setVisible(wide >= m_palette->minimumSizeHint().width());
    put(m_palette, std::clamp(centred, left, std::max(left, right - wide)), wide);
}

void Header::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

bool Header::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest)
        arrange(); // The chip's or the cluster's words have another width.
    return QWidget::event(event);
}

void Header::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange) {
        setFixedHeight(scaled(kHeight));
        arrange();
    }
}

void Header::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokens().surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens().border);
    const QColor stripe = clusterColour(m_switcher->face());
    if (stripe.isValid())
        painter.fillRect(QRect(0, 0, width(), kStripe), stripe);
}

} // namespace muster
