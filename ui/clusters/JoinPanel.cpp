// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/JoinPanel.h"

#include "core/base/Limits.h"
#include "core/domain/ClusterAddress.h"
#include "ui/clusters/CommandWell.h"
#include "ui/clusters/FormRow.h"
#include "ui/clusters/IssuedPanel.h"
#include "ui/kit/Button.h"
#include "ui/kit/Field.h"
#include "ui/kit/Note.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QRegularExpression>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView kTokenFile{"join.token"};

//! \a word as a POSIX shell reads it back; plain when it needs no quotes.
QString quoted(const QString &word)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9_@%+=:,./-]+$"_s);
    if (plain.match(word).hasMatch())
        return word;
    QString inner = word;
    inner.replace(u'\'', u"'\\''"_s);
    return u'\'' + inner + u'\'';
}

} // namespace

QString joinCommand(const JoinFacts &facts)
{
    const QString file = facts.joinTokenFile.isEmpty() ? QString(kTokenFile) : facts.joinTokenFile;
    const QString pin = facts.pin.isEmpty() ? QString() : u" --pin "_s + facts.pin.text();
    return u"musterd --join %1 --join-token-file %2"_s.arg(quoted(facts.url.toString(QUrl::RemovePath)), quoted(file)) + pin;
}

QString tokenFileCommand()
{
    return u"(umask 077; cat > %1)"_s.arg(kTokenFile);
}

bool isOnlyHere(const JoinFacts &facts)
{
    return isLoopbackHost(facts.url.host());
}

JoinPanel::JoinPanel(const JoinFacts &facts, Cluster *cluster, QWidget *parent)
    : QWidget(parent), m_facts(facts), m_cluster(cluster)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(12));
    if (isOnlyHere(facts))
        buildHere();
    else if (cluster)
        buildMaking();
    else
        buildAsking();
}

void JoinPanel::addWords(const QString &text)
{
    auto *words = new PlainLabel(text, Type::Body, &Tokens::text2, this);
    words->setWraps(true);
    layout()->addWidget(words);
}

void JoinPanel::addFact(const QString &label, const QString &value)
{
    auto *words = new PlainLabel(value, Type::MonoSmall, &Tokens::text, this);
    words->setSelectable();
    words->setMinimumHeight(scaled(30));
    words->setAccessibleName(u"%1: %2"_s.arg(label, value));
    layout()->addWidget(new FormRow(label, words, this));
}

void JoinPanel::addCommand(const QString &command, bool isMain)
{
    auto *well = new CommandWell(command, isMain, this);
    layout()->addWidget(well);
    connect(well, &CommandWell::copied, this, [this] { Q_EMIT said(tr("Copied.")); });
    if (isMain)
        m_first = well->copyButton();
}

void JoinPanel::buildHere()
{
    addWords(tr("Run this on this machine; a worker that shall work for %1 starts and joins.").arg(m_facts.cluster));
    addCommand(joinCommand(m_facts), true);
    addWords(tr("A second worker on one machine needs a name and a folder of its own: add --name and --data."));
    layout()->addWidget(new Note(NodeStatus::Unknown, tr("Machines elsewhere cannot reach it"),
                                 tr("This control plane listens at %1, on this machine alone. To let other machines in, run one "
                                    "that listens on the network, and connect to it:")
                                     .arg(m_facts.url.authority()),
                                 this));
    addCommand(u"musterd --listen 0.0.0.0:3100"_s, false);
}

void JoinPanel::buildMaking()
{
    addWords(tr("A new machine joins %1 with a token that lets one worker in and holds for an hour.").arg(m_facts.cluster));
    m_form = new QWidget(this);
    auto *row = new QHBoxLayout(m_form);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(8));
    m_name = new Field(tr("Name of the worker"), m_form);
    m_name->setPlaceholderText(tr("Any name; or the one that it must have"));
    m_name->setMaxLength(static_cast<int>(limits::kNodeNameCharacters));
    m_make = new Button("key"_L1, tr("Make a join token"), ButtonKind::Primary, m_form);
    m_make->setAutoDefault(false);
    row->addWidget(m_name, 1);
    row->addWidget(m_make);
    m_form->setFocusProxy(m_name);
    m_nameRow = new FormRow(tr("Name"), m_form, this);
    m_nameRow->setField(m_name);
    layout()->addWidget(m_nameRow);
    m_error = new InlineError(this);
    layout()->addWidget(m_error);
    m_first = m_make;
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_nameRow->complain({}); });
    connect(m_name, &QLineEdit::returnPressed, this, &JoinPanel::makeToken);
    connect(m_make, &QPushButton::clicked, this, &JoinPanel::makeToken);
}

void JoinPanel::buildAsking()
{
    addWords(tr("Run this on a machine that shall work for %1. It makes no tokens through this window: ask whoever runs it for a "
                "join token, and put it in a file that only you can read.")
                 .arg(m_facts.cluster));
    addCommand(joinCommand(m_facts), true);
}

void JoinPanel::makeToken()
{
    if (!m_cluster || !m_make->isEnabled())
        return;
    TokenRequest request{.kind = TokenKind::Join, .name = m_name->text().trimmed(), .role = NodeRole::Worker, .capabilities = {}};
    const bool isWrong = !request.name.isEmpty() && !isIdText(request.name);
    m_nameRow->complain(isWrong ? tr("2 to 64 characters of A-Z a-z 0-9 . _ - beginning with a letter or digit.") : QString());
    if (isWrong)
        return;
    m_error->clear();
    m_make->setEnabled(false);
    Q_EMIT said(tr("Asking…"));
    whenDone(this, m_cluster->createToken(request), [this](const Result<IssuedToken> &issued) { take(issued); });
}

void JoinPanel::take(const Result<IssuedToken> &issued)
{
    Q_EMIT said({});
    m_make->setEnabled(true);
    if (!issued) {
        m_error->show(issued.error());
        return;
    }
    m_nameRow->hide();
    auto *shown = new IssuedPanel(*issued, this);
    layout()->addWidget(shown);
    addWords(tr("On the new machine: run this, paste the token, then press Ctrl+D on a line of its own."));
    addCommand(tokenFileCommand(), false);
    addWords(tr("Then start the worker in the same folder:"));
    JoinFacts facts = m_facts;
    facts.joinTokenFile = kTokenFile;
    if (!issued->pin.isEmpty())
        facts.pin = issued->pin;
    QString command = joinCommand(facts);
    if (!issued->facts.name.isEmpty())
        command += u" --name "_s + quoted(issued->facts.name);
    addCommand(command, false);
    shown->copyButton()->setFocus();
    window()->adjustSize();
}

void JoinPanel::focusFirst()
{
    if (m_first)
        m_first->setFocus();
}

} // namespace muster
