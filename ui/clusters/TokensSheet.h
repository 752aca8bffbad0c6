// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who holds a key of this cluster: all tokens and credentials, making new ones, ending old ones.

#include "core/cluster/Cluster.h"
#include "ui/shell/Sheet.h"

#include <QPointer>

#include <functional>

class QStackedLayout;
class QTableView;

namespace muster {

class EmptyState;
class InlineError;
class SegmentedControl;
class TokenKindFilter;
class TokensModel;

//! Asks the cluster when it opens and after each verb. What the key that we hold may not do is told as a sentence, and the
//! verbs are off with it as their reason. GUI thread; the cluster may go at any time.
class TokensSheet final : public Sheet
{
    Q_OBJECT

public:
    //! \a title: of the cluster. \a now: the cluster's clock.
    TokensSheet(const QString &title, Cluster *cluster, const std::function<Timestamp()> &now, QWidget *parent);

    //! Reads the list again.
    void read();
    //! Reads the list again with the next look(): many nodes may join in one second.
    void readSoon() { m_isStale = true; }
    //! Ages are shown anew; call it once a second.
    void look();
    //! Why nothing can be changed now; empty when it can.
    void setRefusal(const QString &reason);

    TokensModel *model() const { return m_model; }
    QTableView *table() const { return m_table; }
    Button *revokeButton() const { return m_revoke; }
    Button *accessButton() const { return m_access; }
    Button *joinButton() const { return m_join; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildHead();
    void buildTable();
    void take(const Result<QList<TokenFacts>> &tokens);
    void openForm(TokenKind kind);
    void askRevoke();
    void revoke(const TokenFacts &token);
    void showState();
    const TokenFacts *current() const;

    const QPointer<Cluster> m_cluster;
    const std::function<Timestamp()> m_now;
    TokensModel *m_model;
    TokenKindFilter *m_filter;
    QTableView *m_table = nullptr;
    QStackedLayout *m_stack = nullptr;
    EmptyState *m_nothing = nullptr;
    InlineError *m_error = nullptr;
    Button *m_access = nullptr;
    Button *m_join = nullptr;
    Button *m_revoke = nullptr;
    QString m_refusal; // Of the window: link, features, read-only.
    QString m_denied;  // Of the cluster: what our key may not.
    bool m_hasRead = false;
    bool m_isStale = false;
};

} // namespace muster
