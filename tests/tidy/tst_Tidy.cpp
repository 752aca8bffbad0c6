// SPDX-License-Identifier: Apache-2.0
// Holds the source tree to its rules, and each rule to a sample that breaks it.
#include "tests/tidy/rules/Ratchet.h"
#include "tests/tidy/rules/Sample.h"

#include <QTest>

#include <algorithm>

using namespace muster::tidy;
using namespace Qt::StringLiterals;

namespace
{

// How many places may break a rule. Lower it with the list; never raise it.
constexpr int kRatchetMost = 1;

Rule ruleNamed(const QString &name)
{
    for (const Rule &rule : allRules()) {
        if (rule.name == name)
            return rule;
    }
    return {};
}

QString textOf(const Finding &finding)
{
    return u"%1:%2: %3: %4"_s.arg(finding.path, QString::number(finding.line), finding.rule, finding.what);
}

} // namespace

class tst_Tidy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void ruleSeesItsBadSample_data();
    void ruleSeesItsBadSample();
    void ruleLeavesItsGoodSample_data();
    void ruleLeavesItsGoodSample();
    void everyRuleHasASampleAndAReason();
    void literalsAndCommentsAreNotCode();
    void constructorWithMembersInBracesIsMeasured();
    void ratchetCoversWhatItNames();
    void ratchetEntryThatIsNotNeededIsAComplaint();
    void ratchetMayOnlyShrink();
    void treeKeepsItsRules_data();
    void treeKeepsItsRules();

private:
    SourceTree m_tree;
    Verdict m_verdict;
    qsizetype m_entries = 0;
};

void tst_Tidy::initTestCase()
{
    const QString root = QStringLiteral(MUSTER_SOURCE_DIR);
    m_tree = readTree(root, QStringLiteral(MUSTER_BINARY_DIR "/layers.txt"));
    QVERIFY2(m_tree.files.size() > 50, "the tree was not found");
    QVERIFY2(!m_tree.layers.isEmpty(), "layers.txt was not found");

    QList<Finding> findings;
    for (const Rule &rule : allRules())
        findings += findingsOf(rule, m_tree);
    const std::optional<QString> ratchet = readText(root + u"/tests/tidy/ratchet.txt"_s);
    QVERIFY(ratchet);
    const QList<RatchetEntry> entries = readRatchet(*ratchet);
    m_entries = entries.size();
    m_verdict = judge(findings, entries);
}

void tst_Tidy::ruleSeesItsBadSample_data()
{
    QTest::addColumn<int>("index");
    const QList<Sample> samples = allSamples();
    for (int i = 0; i < samples.size(); ++i)
        QTest::addRow("%s %d", qPrintable(samples.at(i).rule), i) << i;
}

void tst_Tidy::ruleSeesItsBadSample()
{
    QFETCH(int, index);
    const Sample sample = allSamples().at(index);
    const Rule rule = ruleNamed(sample.rule);
    QVERIFY2(rule.check, "there is no such rule");

    QVERIFY(!findingsOf(rule, treeOf(sample.bad)).isEmpty());
}

void tst_Tidy::ruleLeavesItsGoodSample_data()
{
    ruleSeesItsBadSample_data();
}

void tst_Tidy::ruleLeavesItsGoodSample()
{
    QFETCH(int, index);
    const Sample sample = allSamples().at(index);

    const QList<Finding> findings = findingsOf(ruleNamed(sample.rule), treeOf(sample.good));

    QVERIFY2(findings.isEmpty(), qPrintable(findings.isEmpty() ? QString() : textOf(findings.first())));
}

void tst_Tidy::everyRuleHasASampleAndAReason()
{
    const QList<Sample> samples = allSamples();
    for (const Rule &rule : allRules()) {
        QVERIFY2(rule.reason.endsWith(u'.'), qPrintable(rule.name));
        QVERIFY2(
            std::any_of(samples.begin(), samples.end(), [&rule](const Sample &one) { return one.rule == rule.name; }),
            qPrintable(rule.name));
    }
}

void tst_Tidy::literalsAndCommentsAreNotCode()
{
    QCOMPARE(blanked(u"a; // b\nc /* d\ne */ f"_s), u"a;     \nc     \n     f"_s);
    QCOMPARE(blanked(u"f(\"a\\\"b\", 'c', 10'000)"_s), u"f(\"    \", ' ', 10'000)"_s);
    QCOMPARE(blanked(u"f(u'{', u8\"}\")"_s), u"f(u' ', u8\" \")"_s);
    QCOMPARE(blanked(u"f(R\"x(a\")b)x\", c)"_s), u"f("_s + u" "_s.repeated(11) + u", c)"_s);
}

void tst_Tidy::constructorWithMembersInBracesIsMeasured()
{
    const QString body = u"    g();\n"_s.repeated(80);
    const SourceTree tree = treeOf({{u"core/base/A.cpp"_s, u"A::A(int b) : m_a{1}, m_b{b}\n{\n"_s + body + u"}\n"_s}});

    const QList<Finding> findings = findingsOf(ruleNamed(u"function-length"_s), tree);

    QCOMPARE(findings.size(), 1);
    QCOMPARE(findings.first().amount, 82);
}

void tst_Tidy::ratchetCoversWhatItNames()
{
    const Finding large{u"file-length"_s, u"a.cpp"_s, 0, {}, 310};
    const Finding other{u"file-length"_s, u"b.cpp"_s, 0, {}, 310};

    const Verdict exact = judge({large, other}, readRatchet(u"# head\nfile-length a.cpp 310  # why\n"_s));
    QCOMPARE(exact.findings.size(), 1);
    QCOMPARE(exact.findings.first().path, u"b.cpp"_s);
    QVERIFY(exact.complaints.isEmpty());

    const Verdict grown = judge({large}, readRatchet(u"file-length a.cpp 309  # why\n"_s));
    QCOMPARE(grown.findings.size(), 1);
}

void tst_Tidy::ratchetEntryThatIsNotNeededIsAComplaint()
{
    const Finding large{u"file-length"_s, u"a.cpp"_s, 0, {}, 310};

    QCOMPARE(judge({}, readRatchet(u"file-length a.cpp 310  # why\n"_s)).complaints.size(), 1);
    QCOMPARE(judge({large}, readRatchet(u"file-length a.cpp 320  # why\n"_s)).complaints.size(), 1);
    QCOMPARE(judge({large}, readRatchet(u"file-length a.cpp 310\n"_s)).complaints.size(), 1);
}

void tst_Tidy::ratchetMayOnlyShrink()
{
    QVERIFY2(m_verdict.complaints.isEmpty(), qPrintable(m_verdict.complaints.join(u'\n')));
    QVERIFY2(m_entries <= kRatchetMost, "the list of exceptions has grown; mend the place instead");
    QVERIFY2(m_entries == kRatchetMost, "the list of exceptions has shrunk: lower kRatchetMost, so that it stays so");
}

void tst_Tidy::treeKeepsItsRules_data()
{
    QTest::addColumn<QString>("name");
    for (const Rule &rule : allRules())
        QTest::newRow(qPrintable(rule.name)) << rule.name;
}

void tst_Tidy::treeKeepsItsRules()
{
    QFETCH(QString, name);
    qsizetype count = 0;
    for (const Finding &finding : std::as_const(m_verdict.findings)) {
        if (finding.rule == name && ++count > 0)
            qWarning("%s", qPrintable(textOf(finding)));
    }
    QVERIFY2(count == 0, qPrintable(ruleNamed(name).reason));
}

QTEST_GUILESS_MAIN(tst_Tidy)
#include "tst_Tidy.moc"
