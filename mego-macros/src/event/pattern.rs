//! The form of a channel's name: `room:{room}`.

/// The longest name of a channel on the wire, in bytes.
const MAX_LENGTH: usize = 255;

/// What is wrong with the form of a channel's name.
pub(super) fn check(pattern: &str) -> Result<(), String> {
    if pattern.is_empty() {
        return Err(
            "the name of a channel has one character or more; leave `channel` out where any name will do"
                .to_owned(),
        );
    }
    if pattern.len() > MAX_LENGTH {
        return Err(format!(
            "the name of a channel has at most {MAX_LENGTH} bytes, and this form alone has {}",
            pattern.len()
        ));
    }
    let mut parts: Vec<&str> = Vec::new();
    let mut rest = pattern;
    while let Some(position) = rest.find(['{', '}']) {
        let (text, brace) = rest.split_at(position);
        if brace.starts_with('}') {
            return Err("this `}` closes nothing: a part that varies is written `{name}`".to_owned());
        }
        if text.is_empty() && !parts.is_empty() {
            return Err(
                "two parts stand side by side, and nothing tells where the first ends: put text between them"
                    .to_owned(),
            );
        }
        let inside = &brace[1..];
        let Some(end) = inside
            .find(['{', '}'])
            .filter(|end| inside[*end..].starts_with('}'))
        else {
            return Err("this `{` is not closed: a part that varies is written `{name}`".to_owned());
        };
        let part = &inside[..end];
        if !is_ident(part) {
            return Err(format!(
                "`{{{part}}}` needs a name: a letter, then letters, digits and `_`, as in `room:{{room}}`"
            ));
        }
        if parts.contains(&part) {
            return Err(format!(
                "two parts are called `{part}`: give each a name of its own"
            ));
        }
        parts.push(part);
        rest = &inside[end + 1..];
    }
    Ok(())
}

fn is_ident(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_alphabetic())
        && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_tell_their_parts_apart_are_taken() {
        for pattern in ["news", "room:{room}", "{user}", "{a}/{b_2}/end", "大{room}大"] {
            assert_eq!(check(pattern), Ok(()), "{pattern}");
        }
        assert_eq!(check(&"a".repeat(255)), Ok(()));
    }

    #[test]
    fn each_fault_has_its_own_words() {
        for (pattern, words) in [
            ("", "one character or more"),
            ("room:}", "closes nothing"),
            ("{a}}", "closes nothing"),
            ("room:{", "is not closed"),
            ("room:{room", "is not closed"),
            ("{a{b}}", "is not closed"),
            ("{}", "`{}` needs a name"),
            ("{1}", "`{1}` needs a name"),
            ("{a b}", "`{a b}` needs a name"),
            ("{大}", "`{大}` needs a name"),
            ("{a}{b}", "side by side"),
            ("{a}-{a}", "two parts are called `a`"),
        ] {
            let message = check(pattern).unwrap_err();
            assert!(message.contains(words), "{pattern}: {message}");
        }
        assert!(check(&"大".repeat(86)).unwrap_err().contains("has 258"));
    }
}
