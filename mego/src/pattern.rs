//! The form of a channel's name: `room:{room}`. A part in braces stands for one character or more, up to the text that
//! follows it; the last one for the rest.

/// Whether a name has this form.
pub(crate) fn matches(pattern: &str, name: &str) -> bool {
    walk(pattern, name, |_, _| {})
}

/// What stands for the part of this name.
pub(crate) fn param<'n>(pattern: &str, name: &'n str, wanted: &str) -> Option<&'n str> {
    let mut found = None;
    let is_match = walk(pattern, name, |part, value| {
        if part == wanted {
            found = Some(value);
        }
    });
    found.filter(|_| is_match)
}

fn walk<'p, 'n>(mut pattern: &'p str, mut name: &'n str, mut take: impl FnMut(&'p str, &'n str)) -> bool {
    loop {
        let Some((literal, rest)) = pattern.split_once('{') else {
            return name == pattern;
        };
        let (Some(after), Some((part, rest))) = (name.strip_prefix(literal), rest.split_once('}')) else {
            return false;
        };
        let follows = rest.split('{').next().unwrap_or_default();
        // The last part takes the rest; another ends where the text after it first comes, one character on at least.
        let length = if follows.is_empty() {
            after.len()
        } else {
            let first = after.chars().next().map_or(0, char::len_utf8);
            match after[first..].find(follows) {
                Some(position) => first + position,
                None => return false,
            }
        };
        if length == 0 {
            return false;
        }
        take(part, &after[..length]);
        (pattern, name) = (rest, &after[length..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_for_what_varies() {
        assert!(matches("news", "news"));
        assert!(!matches("news", "new"));
        assert_eq!(param("room:{room}", "room:42", "room"), Some("42"));
        assert_eq!(param("room:{room}", "room:42", "user"), None);
        assert_eq!(param("{a}/{b}/end", "x/y/end", "b"), Some("y"));
        assert_eq!(param("{a}-{b}", "大-b-c", "b"), Some("b-c"));
        for (pattern, name) in [
            ("room:{room}", "room:"),
            ("room:{room}", "hall:1"),
            ("{a}/{b}", "/b"),
            ("{a}/end", "x/end/more"),
        ] {
            assert!(!matches(pattern, name), "{pattern} and {name}");
        }
    }
}
