// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a probe found, before anything is saved: product, latency, what it can.

#include "core/cluster/Dialect.h"
#include "core/settings/ClusterProfile.h"

#include <QWidget>

class QGridLayout;

namespace muster {

class PlainLabel;

//! One thing a cluster can or cannot do, in words.
struct FeatureLine {
    QString words;
    bool isThere = false;
    bool operator==(const FeatureLine &) const = default;
};
//! All features, those that are there first; what is missing says what takes its place, where something does.
QList<FeatureLine> featureLines(Features features);

//! A sunken well; hidden until show() gives it something.
class ProbePanel : public QWidget
{
    Q_OBJECT

public:
    explicit ProbePanel(QWidget *parent = nullptr);

    //! \a title: the dialect's name for people; \a way: how we signed in.
    void show(const ProbeReport &report, const QString &title, SignIn way);
    void clear();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void addFeature(const FeatureLine &line, int place);

    PlainLabel *m_product;
    PlainLabel *m_facts;
    QWidget *m_features = nullptr;
};

} // namespace muster
