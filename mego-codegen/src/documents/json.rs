//! Prints JSON as a person would lay it out.

use serde_json::{Map, Value};

use super::width::columns;

/// The widest line that an array of scalars may take, counted from the JSON's own first column with key and comma.
const LINE: usize = 80;

/// Columns per level.
const INDENT: usize = 4;

/// The lines of a value, without a newline at their ends.
pub(crate) fn lines(value: &Value) -> Vec<String> {
    let mut printer = Printer { lines: Vec::new() };
    printer.value(0, "", value, "");
    printer.lines
}

struct Printer {
    lines: Vec<String>,
}

impl Printer {
    /// Prints a value behind its key, if it has one, and before its comma, if one follows.
    fn value(&mut self, level: usize, key: &str, value: &Value, comma: &str) {
        match value {
            Value::Object(map) if !map.is_empty() => self.object(level, key, map, comma),
            Value::Array(items) if !items.is_empty() => self.array(level, key, items, comma),
            scalar => self.line(level, &format!("{key}{scalar}{comma}")),
        }
    }

    fn object(&mut self, level: usize, key: &str, map: &Map<String, Value>, comma: &str) {
        self.line(level, &format!("{key}{{"));
        for (index, (name, value)) in map.iter().enumerate() {
            let key = format!("{}: ", Value::from(name.as_str()));
            self.value(level + 1, &key, value, comma_after(index, map.len()));
        }
        self.line(level, &format!("}}{comma}"));
    }

    fn array(&mut self, level: usize, key: &str, items: &[Value], comma: &str) {
        if items.iter().all(is_scalar) {
            let items: Vec<String> = items.iter().map(Value::to_string).collect();
            let line = format!("{key}[{}]{comma}", items.join(", "));
            if level * INDENT + columns(&line) <= LINE {
                return self.line(level, &line);
            }
        }
        self.line(level, &format!("{key}["));
        for (index, item) in items.iter().enumerate() {
            self.value(level + 1, "", item, comma_after(index, items.len()));
        }
        self.line(level, &format!("]{comma}"));
    }

    fn line(&mut self, level: usize, text: &str) {
        self.lines
            .push(format!("{:indent$}{text}", "", indent = level * INDENT));
    }
}

fn comma_after(index: usize, count: usize) -> &'static str {
    if index + 1 < count { "," } else { "" }
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(value: &Value) -> String {
        lines(value).join("\n")
    }

    #[test]
    fn objects_break_and_indent_by_four() {
        assert_eq!(
            text(&json!({"a": 1, "b": {"c": null}})),
            "{\n    \"a\": 1,\n    \"b\": {\n        \"c\": null\n    }\n}"
        );
    }

    #[test]
    fn empty_arrays_and_objects_stay_inline() {
        assert_eq!(text(&json!([])), "[]");
        assert_eq!(text(&json!({})), "{}");
        assert_eq!(
            text(&json!({"a": [], "b": {}})),
            "{\n    \"a\": [],\n    \"b\": {}\n}"
        );
    }

    #[test]
    fn arrays_of_arrays_or_objects_break() {
        assert_eq!(text(&json!([[1, 2], []])), "[\n    [1, 2],\n    []\n]");
        assert_eq!(text(&json!([{}])), "[\n    {}\n]");
        assert_eq!(text(&json!([1, [2]])), "[\n    1,\n    [2]\n]");
    }

    #[test]
    fn text_is_not_escaped_beyond_need() {
        assert_eq!(text(&json!("小說 é 🦀")), "\"小說 é 🦀\"");
        assert_eq!(text(&json!("a\"b\\c\n\u{1}")), r#""a\"b\\c\n\u0001""#);
    }

    /// One field of an object: four columns, `"a": [`, strings of `fill`, `]`, and a comma when a field follows.
    fn field(fill: &str, comma: bool) -> Vec<String> {
        let mut value = json!({"a": [fill, 0]});
        if comma {
            value["b"] = json!(0);
        }
        lines(&value)
    }

    // `    "a": ["` takes 11 columns and `", 0]` takes 5.
    #[test]
    fn an_array_of_scalars_fits_up_to_eighty_columns() {
        for (width, inline) in [(79, true), (80, true), (81, false)] {
            let lines = field(&"x".repeat(width - 16), false);
            assert_eq!(lines[1].ends_with(']'), inline, "{width} columns");
            if inline {
                assert_eq!(columns(&lines[1]), width);
            }
        }
    }

    #[test]
    fn the_comma_counts() {
        assert!(field(&"x".repeat(63), true)[1].ends_with("],"));
        assert!(field(&"x".repeat(64), true)[1].ends_with('['));
        assert!(field(&"x".repeat(64), false)[1].ends_with(']'));
    }

    #[test]
    fn wide_characters_count_two() {
        let wide = |width: usize| {
            let fill = width - 16;
            format!("{}{}", "字".repeat(fill / 2), "x".repeat(fill % 2))
        };
        for (width, inline) in [(79, true), (80, true), (81, false)] {
            let lines = field(&wide(width), false);
            assert_eq!(lines[1].ends_with(']'), inline, "{width} columns");
        }
    }

    #[test]
    fn an_array_that_does_not_fit_has_one_scalar_a_line() {
        let lines = lines(&json!(["x".repeat(80), 1]));
        assert_eq!(
            lines,
            [
                "[".to_owned(),
                format!("    \"{}\",", "x".repeat(80)),
                "    1".into(),
                "]".into()
            ]
        );
    }
}
