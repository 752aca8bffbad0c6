// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/DesktopDialogs.h"

#include "app/desktop/ClusterView.h"
#include "app/shared/Version.h"
#include "core/base/Log.h"
#include "ui/clusters/ForgetDialog.h"
#include "ui/clusters/TokensSheet.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Toast.h"
#include "ui/nodes/NodeActions.h"
#include "ui/shell/ErrorSheet.h"

#include <QFileDialog>
#include <QVBoxLayout>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr int kAboutWidth = 480;

template <typename D>
D *opened(D *dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    return dialog;
}

} // namespace

QList<const Dialect *> networkDialects()
{
    QList<const Dialect *> found;
    for (const Dialect *dialect : builtInDialects()) {
        if (dialect->id() != "demo"_L1)
            found.append(dialect);
    }
    return found;
}

DesktopDialogs::DesktopDialogs(MainWindow &window, ClusterBook &book, Keyring &keyring, QObject *parent)
    : QObject(parent), m_window(window), m_book(book), m_keyring(keyring)
{
}

ConnectDialog *DesktopDialogs::connectTo(const std::optional<ClusterProfile> &profile)
{
    auto *dialog = new ConnectDialog(networkDialects(), m_keyring, &m_window);
    if (profile)
        dialog->setProfile(*profile);
    connect(dialog, &ConnectDialog::chosen, this, &DesktopDialogs::connectChosen);
    return opened(dialog);
}

AddWorkerDialog *DesktopDialogs::addWorker(ClusterView &view)
{
    if (!view.cluster().join)
        return nullptr;
    ClusterSession &session = view.session();
    // An operator may test addresses, but asks somebody else for a join token.
    Features features = session.features();
    features.setFlag(Feature::Tokens, features.testFlag(Feature::Tokens)
                                          && NodeActions::callerRefusal(session.facts(), Feature::Tokens).isEmpty());
    auto *dialog = new AddWorkerDialog(*view.cluster().join, view.nodeList(), &m_window,
                                       {.cluster = &session.cluster(), .features = features});
    const QPointer<ClusterView> followed(&view);
    const auto look = [dialog, followed] {
        if (followed)
            dialog->look(followed->nodeList(), followed->session().clusterNow());
    };
    connect(&view.session(), &ClusterSession::changed, dialog, look);
    connect(&view.session(), &ClusterSession::ticked, dialog, look);
    return opened(dialog);
}

TokensSheet *DesktopDialogs::accessTokens(ClusterView &view)
{
    const QPointer<ClusterView> followed(&view);
    ClusterSession &session = view.session();
    const auto now = [followed] { return followed ? followed->session().clusterNow() : Timestamp{}; };
    auto *sheet = new TokensSheet(view.cluster().face.title, &session.cluster(), now, &m_window);
    const auto gate = [sheet, followed] {
        if (followed)
            sheet->setRefusal(ShellActions::refusalOf(followed->tokensAction()));
    };
    connect(&session, &ClusterSession::linkChanged, sheet, gate, Qt::QueuedConnection);
    connect(&session, &ClusterSession::synced, sheet, &TokensSheet::read);
    connect(&session, &ClusterSession::factsChanged, sheet, gate, Qt::QueuedConnection);
    // A node that joins uses a join token up and gets a credential.
    connect(&session, &ClusterSession::changed, sheet, [sheet](const ChangeSet &changes) {
        if (!changes.inserted.isEmpty())
            sheet->readSoon();
    });
    connect(&session, &ClusterSession::ticked, sheet, &TokensSheet::look);
    return opened(sheet);
}

void DesktopDialogs::importClusters()
{
    auto *picker = new QFileDialog(&m_window, tr("Import clusters"));
    picker->setFileMode(QFileDialog::ExistingFile);
    picker->setNameFilter(tr("Clusters of Muster (*.json)"));
    connect(picker, &QFileDialog::fileSelected, this, [this](const QString &path) {
        const Result<int> count = m_book.importFrom(path);
        if (!count)
            showError(tr("Nothing was imported"), count.error());
        else
            Q_EMIT imported(*count);
    });
    opened(picker);
}

void DesktopDialogs::exportClusters()
{
    auto *picker = new QFileDialog(&m_window, tr("Export clusters"));
    picker->setAcceptMode(QFileDialog::AcceptSave);
    picker->setDefaultSuffix(u"json"_s);
    picker->selectFile(u"muster-clusters.json"_s);
    connect(picker, &QFileDialog::fileSelected, this, [this](const QString &path) {
        if (const Result<void> done = m_book.exportTo(path); !done)
            showError(tr("Nothing was exported"), done.error());
        else
            m_window.toast()->say(tr("Clusters exported, without their tokens."));
    });
    opened(picker);
}

void DesktopDialogs::forget(const ClusterProfile &profile)
{
    auto *dialog = new ForgetDialog(profile.title, &m_window);
    connect(dialog, &QDialog::accepted, this, [this, profile] {
        (void)m_keyring.forget(profile.secretName()); // Also right when there was none.
        if (const Result<void> done = m_book.remove(profile.id); !done)
            showError(tr("%1 was not forgotten").arg(profile.title), done.error());
        else
            Q_EMIT forgotten(profile.id);
    });
    opened(dialog);
}

void DesktopDialogs::about()
{
    auto *sheet = new Sheet(tr("About Muster"), kAboutWidth, &m_window);
    const QStringList lines{versionLine(u"muster"_s), tr("A console for fleets of worker machines. Apache-2.0."),
                            tr("Settings: %1").arg(m_book.path())};
    for (const QString &line : lines) {
        auto *label = new PlainLabel(line, Type::Body, &Tokens::text2, sheet);
        label->setWraps(true);
        label->setSelectable();
        sheet->body()->addWidget(label);
    }
    Button *close = sheet->addButton(tr("Close"), ButtonKind::Primary);
    close->setFocus();
    connect(close, &QPushButton::clicked, sheet, &QDialog::accept);
    opened(sheet);
}

void DesktopDialogs::showError(const QString &title, const Error &error)
{
    qCWarning(logApp, "%ls: %ls", qUtf16Printable(title), qUtf16Printable(error.text()));
    opened(new ErrorSheet(title, error, &m_window));
}

} // namespace muster
