// SPDX-License-Identifier: Apache-2.0
#pragma once
// Makes one token: what it may do, whose it is, how long it holds; then shows it once.

#include "core/cluster/Cluster.h"
#include "ui/shell/Sheet.h"

#include <QPointer>

class QComboBox;

namespace muster {

class Field;
class FormRow;
class InlineError;
class IssuedPanel;
class SegmentedControl;

//! Of one kind, Access or Join. GUI thread.
class TokenSheet final : public Sheet
{
    Q_OBJECT

public:
    TokenSheet(TokenKind kind, Cluster *cluster, QWidget *parent);

    //! What is filled in; nullopt, and the field marked, when something is wrong.
    std::optional<TokenRequest> request();
    Button *makeButton() const { return m_make; }
    IssuedPanel *issued() const { return m_issued; }

Q_SIGNALS:
    //! A token was made; it is on the screen.
    void made();

private:
    void buildAccess();
    void buildJoin();
    void buildLife();
    std::optional<QList<TenantId>> tenants() const;
    void make();
    void take(const Result<IssuedToken> &issued);

    const TokenKind m_kind;
    const QPointer<Cluster> m_cluster;
    QWidget *m_form;
    Field *m_name = nullptr;
    FormRow *m_nameRow = nullptr;
    SegmentedControl *m_tier = nullptr;
    Field *m_tenants = nullptr;
    FormRow *m_tenantsRow = nullptr;
    Field *m_uses = nullptr;
    FormRow *m_usesRow = nullptr;
    QComboBox *m_life = nullptr;
    InlineError *m_error = nullptr;
    Button *m_make = nullptr;
    Button *m_cancel = nullptr;
    IssuedPanel *m_issued = nullptr;
};

} // namespace muster
