// SPDX-License-Identifier: Apache-2.0
#pragma once
// JSON in a well: names quiet, values in the accent colour; read only, or an editor.

#include <QPlainTextEdit>

class QSyntaxHighlighter;

namespace muster {

//! Never wraps, never reads markup. In a summary it takes the height of its lines, up to a bound.
class JsonWell final : public QPlainTextEdit
{
    Q_OBJECT

public:
    //! \a name: the accessible name.
    explicit JsonWell(const QString &name, QWidget *parent = nullptr);

    //! Shows \a text; the place that was read stays, and nothing happens while somebody has marked a part of it.
    void show(const QString &text);
    //! As high as its lines, at most \a lines of them; 0: as high as the layout likes, the default.
    void setFittedLines(int lines);
    //! Off for text that is no JSON, such as an output. On at first.
    void setColoured(bool isColoured);
    //! Underlines the character at \a at as wrong; -1: none.
    void setFault(qsizetype at);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void dress();
    QColor ground() const;
    void fit();

    int m_lines = 0;
    qsizetype m_fault = -1;
    QSyntaxHighlighter *m_colours;
};

} // namespace muster
