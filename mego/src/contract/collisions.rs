//! Two types of one name. schemars numbers the second by the order of discovery, so that a new method could rename a
//! type in a client that is already published; here it is an error that names both.

use schemars::SchemaGenerator;

/// Types that would share a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Collision {
    name: String,
    /// The Rust paths, as far as they are known.
    paths: Vec<String>,
}

impl Collision {
    pub(super) fn problem(&self, direction: &str) -> String {
        let paths = match self.paths.as_slice() {
            [] => String::new(),
            paths => format!(" (`{}`)", paths.join("`, `")),
        };
        format!(
            "two types that the server {direction} are called `{}`{paths}: rename one with `#[schemars(rename = \"…\")]`, \
             a generic one with `#[schemars(rename = \"{{T}}{}\")]`",
            self.name, self.name
        )
    }
}

/// The names that were given twice.
pub(super) fn collisions(generator: &SchemaGenerator) -> Vec<Collision> {
    let definitions = generator.definitions();
    let ids = ids(generator);
    let mut collisions = Vec::new();
    for name in definitions.keys() {
        let base = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let Ok(number) = name[base.len()..].parse::<u32>() else {
            continue;
        };
        if number < 2 || !definitions.contains_key(base) {
            continue;
        }
        let path = |wanted: &str| {
            ids.iter()
                .find(|(_, name)| name == wanted)
                .map(|(id, _)| id.as_str())
        };
        // A type that is really called `Page2` says so in its id.
        if path(name).is_some_and(|id| id.rsplit("::").next() == Some(name)) {
            continue;
        }
        let paths = [path(base), path(name)]
            .into_iter()
            .flatten()
            .map(str::to_owned)
            .collect();
        collisions.push(Collision {
            name: base.to_owned(),
            paths,
        });
    }
    collisions
}

/// The names that stand for one type where the server reads, and for another where it writes.
pub(super) fn mix_ups(input: &SchemaGenerator, output: &SchemaGenerator) -> Vec<Collision> {
    let outputs = ids(output);
    ids(input)
        .into_iter()
        .filter_map(|(id, name)| {
            let (other, _) = outputs
                .iter()
                .find(|(other, same)| *same == name && *other != id)?;
            Some(Collision {
                paths: vec![id, other.clone()],
                name,
            })
        })
        .collect()
}

/// Which schema id was given which name. schemars keeps the table to itself, but prints it: `SchemaUid("shop::Page",
/// Serialize): "Page2"`. A test below notices when that changes; then only the paths are missing from the error, and a
/// type that is really called `Page2` beside a `Page` would have to be renamed.
fn ids(generator: &SchemaGenerator) -> Vec<(String, String)> {
    let printed = format!("{generator:?}");
    let Some((_, table)) = printed.split_once("schema_id_to_name: {") else {
        return Vec::new();
    };
    table
        .split("SchemaUid(\"")
        .skip(1)
        .filter_map(|entry| {
            let (id, rest) = entry.split_once("\", ")?;
            let (_, rest) = rest.split_once("): \"")?;
            let (name, _) = rest.split_once('"')?;
            Some((id.to_owned(), name.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;

    use super::*;

    mod other {
        #[derive(schemars::JsonSchema)]
        #[allow(dead_code)]
        pub(super) struct Page {
            b: bool,
        }
    }

    #[derive(JsonSchema)]
    #[allow(dead_code)]
    struct Page {
        a: i32,
    }

    #[derive(JsonSchema)]
    #[allow(dead_code)]
    struct Page2 {
        a: i32,
    }

    #[test]
    fn two_types_of_one_name_collide_and_both_are_named() {
        let mut generator = SchemaGenerator::default();
        generator.subschema_for::<Page>();
        generator.subschema_for::<other::Page>();
        let [collision] = collisions(&generator).try_into().unwrap();
        assert_eq!(collision.name, "Page");
        assert_eq!(
            collision.paths,
            [
                "mego::contract::collisions::tests::Page",
                "mego::contract::collisions::tests::other::Page"
            ]
        );
    }

    #[test]
    fn a_type_whose_name_ends_with_a_number_does_not_collide() {
        let mut generator = SchemaGenerator::default();
        generator.subschema_for::<Page>();
        generator.subschema_for::<Page2>();
        assert_eq!(collisions(&generator), []);
    }
}
