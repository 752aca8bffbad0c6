// SPDX-License-Identifier: Apache-2.0
#pragma once
// Adding a cluster: address, token, a probe that shows what is there, and how it is called.

#include "core/settings/ClusterBook.h"
#include "core/settings/Keyring.h"
#include "ui/clusters/ClusterProbe.h"
#include "ui/shell/Sheet.h"

class QCheckBox;

namespace muster {

class Field;
class FormRow;
class InlineError;
class ProbePanel;
class SwatchRow;

//! What a person decided.
struct ConnectChoice {
    ClusterProfile profile; //!< Without id, unless the dialog was opened for a known one.
    Secret token;
    bool isRemembered = false; //!< Put the token into the keychain.
};

//! Saves nothing itself: chosen() carries the choice. Errors of the address and the token stand at their fields. GUI thread.
class ConnectDialog : public Sheet
{
    Q_OBJECT

public:
    //! \a dialects: those that may be probed; \a keyring must outlive the dialog.
    ConnectDialog(const QList<const Dialect *> &dialects, Keyring &keyring, QWidget *parent);

    //! Starts from a known cluster: for signing in again.
    void setProfile(const ClusterProfile &profile);
    //! Shows \a error of an attempt that was made elsewhere, at the field it belongs to.
    void blame(const Error &error);

Q_SIGNALS:
    //! The probe succeeded and a person said Connect; the dialog is closed by then.
    void chosen(const muster::ConnectChoice &choice);

private:
    enum class After { ShowOnly, Connect };
    void buildFields();
    QWidget *tokenControl();
    void connectFields();
    //! The address and the token as typed; marks the fields that are wrong.
    bool readFields(QUrl *url, Secret *token, After after);
    void probe(After after);
    void takeAnswer(const Result<ProbeReport> &report);
    void forgetAnswer();
    void finish();
    void chooseTokenFile();
    void tellKeyring();

    const QList<const Dialect *> m_dialects;
    Keyring &m_keyring;
    ClusterProbe *m_probe;
    ClusterProfile m_profile;
    std::optional<ProbeReport> m_answer;
    After m_after = After::ShowOnly;
    Field *m_url = nullptr;
    FormRow *m_urlRow = nullptr;
    Field *m_token = nullptr;
    FormRow *m_tokenRow = nullptr;
    QCheckBox *m_remember = nullptr;
    FormRow *m_rememberRow = nullptr;
    Field *m_name = nullptr;
    FormRow *m_nameRow = nullptr;
    SwatchRow *m_colour = nullptr;
    ProbePanel *m_panel = nullptr;
    InlineError *m_error = nullptr;
    Button *m_test = nullptr;
    Button *m_connect = nullptr;
};

} // namespace muster
