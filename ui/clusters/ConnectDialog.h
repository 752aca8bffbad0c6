// SPDX-License-Identifier: Apache-2.0
#pragma once
// Adding a cluster: its kind, address and certificate, how we sign in, a probe that shows what is there, and its name.

#include "core/settings/Keyring.h"
#include "ui/clusters/ClusterProbe.h"
#include "ui/clusters/ProbeFailure.h"
#include "ui/shell/Sheet.h"

class QCheckBox;

namespace muster {

class Field;
class FormRow;
class InlineError;
class ProbePanel;
class SegmentedControl;
class SignInForm;
class SwatchRow;
class TrustForm;

//! What a person decided.
struct ConnectChoice {
    ClusterProfile profile; //!< Without id, unless the dialog was opened for a known one.
    Secret secret;          //!< The token, API key or password: ClusterProfile::signIn says which.
    bool isRemembered = false; //!< Put the secret into the keychain.
};

//! Saves nothing itself, and asks no keychain: chosen() carries the choice. What is wrong is said at its field. A certificate
//! of the server's own is trusted only once a person has compared it; one that changed is a hard stop. GUI thread.
class ConnectDialog : public Sheet
{
    Q_OBJECT

public:
    //! \a dialects: the kinds to choose from, the usual one first; at least one. \a keyring must outlive the dialog.
    ConnectDialog(const QList<const Dialect *> &dialects, Keyring &keyring, QWidget *parent);

    //! Starts from a known cluster: for signing in again.
    void setProfile(const ClusterProfile &profile);
    //! Shows \a error of an attempt that was made elsewhere, at the field it belongs to.
    void blame(const Error &error);

Q_SIGNALS:
    //! The probe succeeded, a person saw what the server can do and said Connect; the dialog is closed by then.
    void chosen(const muster::ConnectChoice &choice);

private:
    enum class After { ShowOnly, Connect };
    //! What is typed, understood.
    struct Typed {
        ClusterAddress address;
        Credentials credentials;
    };
    void buildFields(Keyring &keyring);
    void buildKinds();
    void connectFields();
    QString dialect() const;
    QString product() const;
    //! Marks the fields that are wrong; nullopt then.
    std::optional<Typed> read(After after);
    std::optional<QUrl> readUrl();
    //! Whether \a url would carry a secret in the clear beyond this machine.
    bool isPlain(const QUrl &url) const;
    void probe(After after);
    void takeAnswer(const Result<ProbeReport> &report);
    void takeFailure(const Error &error);
    void tellFailure(const ProbeFailure &failure);
    //! Shows the fields that the kind and the address call for.
    void fitFields();
    void forgetAnswer();
    void setAsking(bool isAsking, const QString &words);
    void finish(const Typed &typed);

    const QList<const Dialect *> m_dialects;
    ClusterProbe *m_probe;
    ClusterProfile m_profile;
    std::optional<ProbeReport> m_answer;
    After m_after = After::ShowOnly;
    SegmentedControl *m_kind = nullptr;
    FormRow *m_kindRow = nullptr;
    Field *m_url = nullptr;
    FormRow *m_urlRow = nullptr;
    TrustForm *m_trust = nullptr;
    QCheckBox *m_plain = nullptr;
    FormRow *m_plainRow = nullptr;
    SignInForm *m_signIn = nullptr;
    Field *m_name = nullptr;
    FormRow *m_nameRow = nullptr;
    SwatchRow *m_colour = nullptr;
    ProbePanel *m_panel = nullptr;
    InlineError *m_error = nullptr;
    Button *m_test = nullptr;
    Button *m_connect = nullptr;
};

} // namespace muster
