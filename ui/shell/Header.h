// SPDX-License-Identifier: Apache-2.0
#pragma once
// The top of the window: menu button, cluster, palette, link, theme; and the stripe in the cluster's colour.

#include "ui/shell/ClusterBadge.h"

#include <QWidget>

namespace muster {

class Chip;
class ClusterSwitcher;
class IconButton;
class LinkChip;
class PaletteField;

//! 48 px high; the stripe is 2 px at its top edge.
class Header : public QWidget
{
    Q_OBJECT

public:
    explicit Header(QWidget *parent = nullptr);

    void setFace(const ClusterFace &face);
    LinkChip *chip() const { return m_chip; }
    ClusterSwitcher *switcher() const { return m_switcher; }
    PaletteField *palette() const { return m_palette; }
    //! Shows a lock with \a reason; empty hides it.
    void setReadOnly(const QString &reason);
    //! Says that a part of the cluster is all that is seen: \a text in a chip, \a meaning when asked; empty hides it.
    void setBound(const QString &text, const QString &meaning);

Q_SIGNALS:
    void menuWanted();
    void clustersWanted();
    void paletteWanted();
    void themeWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    void arrange();

    IconButton *m_menu;
    ClusterSwitcher *m_switcher;
    PaletteField *m_palette;
    LinkChip *m_chip;
    QWidget *m_lock;
    Chip *m_bound;
    IconButton *m_theme;
};

} // namespace muster
