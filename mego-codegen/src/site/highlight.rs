//! Code with quiet colours, set where the page is written, so that no program has to run where it is read.

use std::ops::Range;

use super::html::Html;

/// Words that mean something in TypeScript and JavaScript.
const KEYWORDS: &[&str] = &[
    "as",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "default",
    "do",
    "else",
    "export",
    "extends",
    "finally",
    "for",
    "from",
    "function",
    "if",
    "import",
    "in",
    "interface",
    "let",
    "new",
    "of",
    "return",
    "switch",
    "throw",
    "try",
    "type",
    "typeof",
    "using",
    "var",
    "void",
    "while",
    "yield",
];

/// Words that are values.
const VALUES: &[&str] = &["true", "false", "null", "undefined", "NaN", "Infinity"];

/// How the parts of a language are told apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Json,
    Script,
    /// Everything else stays as it is.
    Other,
}

/// A block of code.
pub(super) fn block(html: &mut Html, language: &str, code: &str) {
    html.start("pre", &[]);
    html.start("code", &[]);
    let language = match language {
        "json" => Language::Json,
        "ts" | "js" | "typescript" | "javascript" | "tsx" | "jsx" | "mjs" => Language::Script,
        _ => Language::Other,
    };
    if language == Language::Other {
        html.text(code);
    } else {
        for (class, range) in pieces(language, code) {
            match class {
                "" => html.text(&code[range]),
                class => html.element("span", &[("class", class)], &code[range]),
            }
        }
    }
    html.end("code");
    html.end("pre");
}

/// The code in pieces, each with its class: `k` keyword, `s` string, `n` number or value, `c` comment, `p` name of a property,
/// or none.
fn pieces(language: Language, code: &str) -> Vec<(&'static str, Range<usize>)> {
    let mut pieces: Vec<(&str, Range<usize>)> = Vec::new();
    let mut at = 0;
    while let Some(first) = code[at..].chars().next() {
        let (class, length) = piece(language, first, &code[at..]);
        let end = at + length;
        // What stands before a colon is the name of a property, except in `a ? b : c`, which has a space there.
        let may_name =
            class == "s" || (class.is_empty() && is_word_start(first) && language == Language::Script);
        let class = if may_name && code[end..].starts_with(':') {
            "p"
        } else {
            class
        };
        match pieces.last_mut() {
            Some((last, range)) if class.is_empty() && last.is_empty() => range.end = end,
            _ => pieces.push((class, at..end)),
        }
        at = end;
    }
    pieces
}

fn piece(language: Language, first: char, rest: &str) -> (&'static str, usize) {
    let word = || {
        rest.find(|c: char| !is_word_start(c) && !c.is_ascii_digit())
            .unwrap_or(rest.len())
    };
    let is_script = language == Language::Script;
    if is_script && rest.starts_with("//") {
        return ("c", rest.find('\n').unwrap_or(rest.len()));
    }
    if is_script && rest.starts_with("/*") {
        return ("c", rest.find("*/").map_or(rest.len(), |end| end + 2));
    }
    match first {
        '"' => ("s", string(rest, first)),
        '\'' | '`' if is_script => ("s", string(rest, first)),
        c if c.is_ascii_digit() => {
            let is_number = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '_';
            let end = rest.find(|c: char| !is_number(c)).unwrap_or(rest.len());
            ("n", end)
        }
        c if is_word_start(c) => {
            let length = word();
            let class = match &rest[..length] {
                word if VALUES.contains(&word) => "n",
                word if is_script && KEYWORDS.contains(&word) => "k",
                _ => "",
            };
            (class, length)
        }
        c => ("", c.len_utf8()),
    }
}

/// The length of a string with its quotes, up to the end of its line if it is never closed.
fn string(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' if quote != '`' => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

fn is_word_start(c: char) -> bool {
    c.is_alphabetic() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(language: &str, code: &str) -> String {
        let mut html = Html::default();
        block(&mut html, language, code);
        let html = html.into_string();
        let html = html.strip_prefix("<pre><code>").unwrap();
        html.strip_suffix("</code></pre>").unwrap().to_owned()
    }

    #[test]
    fn json_and_typescript_have_colours() {
        assert_eq!(
            html("json", "{\"a\": [1, null, \"x\\\"y\"]}"),
            "{<span class=\"p\">&quot;a&quot;</span>: [<span class=\"n\">1</span>, <span class=\"n\">null</span>, \
             <span class=\"s\">&quot;x\\&quot;y&quot;</span>]}"
        );
        assert_eq!(
            html("ts", "const a = b({ c: 0n /* int */ });"),
            "<span class=\"k\">const</span> a = b({ <span class=\"p\">c</span>: <span class=\"n\">0n</span> \
             <span class=\"c\">/* int */</span> });"
        );
        assert_eq!(html("rust", "let a = \"<b>\";"), "let a = &quot;&lt;b&gt;&quot;;");
    }

    #[test]
    fn nothing_is_lost_whatever_the_code_is() {
        for code in [
            "\"never closed\nnext",
            "/* never closed",
            "`a\nb`",
            "'",
            "\\",
            "漢字 = \"字\" // 字",
            "0x1F_u8.5",
        ] {
            let pieces = pieces(Language::Script, code);
            let text: String = pieces.iter().map(|(_, range)| &code[range.clone()]).collect();
            assert_eq!(text, code);
        }
    }
}
