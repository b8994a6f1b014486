//! What is wrong with a contract, a setting or a folder: where, what, and how to put it right.

use std::fmt;

/// One thing that keeps mego-codegen from writing anything.
///
/// ```
/// use mego_codegen::Problem;
///
/// let problem = Problem::new("shop::then", "`then` cannot be the name of a method", "rename the function");
/// assert_eq!(
///     problem.to_string(),
///     "shop::then: `then` cannot be the name of a method\n  help: rename the function"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Problem {
    /// Where it is: the path of a Rust function or the name of a type and the way to the field, or a file.
    pub place: String,
    /// What is wrong, as a statement without a full stop.
    pub message: String,
    /// What to do about it, as an instruction without a full stop.
    pub remedy: String,
}

impl Problem {
    /// Names a problem.
    pub fn new(place: impl Into<String>, message: impl Into<String>, remedy: impl Into<String>) -> Problem {
        Problem {
            place: place.into(),
            message: message.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, indented(&self.message))?;
        write!(f, "\n  help: {}", indented(&self.remedy))
    }
}

/// Moves every line but the first to the right, so that a quotation is seen as one.
fn indented(text: &str) -> String {
    text.replace('\n', "\n    ").replace("\n    \n", "\n\n")
}

/// Everything that is wrong, collected so that it can be told at once.
///
/// Code that finds a problem notes it and goes on; [`Problems::into_result`] decides at the end.
///
/// ```
/// use mego_codegen::Problems;
///
/// let mut problems = Problems::default();
/// problems.add("User.born", "the keyword `contains` is unknown", "remove it");
/// problems.add("User.name", "the keyword `not` is unknown", "remove it");
/// let problems = problems.into_result(()).unwrap_err();
/// assert_eq!(problems.iter().count(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "problems that nobody reads are lost"]
pub struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    /// Notes a problem. The same problem at the same place is told once.
    pub fn push(&mut self, problem: Problem) {
        if !self.list.contains(&problem) {
            self.list.push(problem);
        }
    }

    /// Notes a problem from its three parts.
    pub fn add(&mut self, place: impl Into<String>, message: impl Into<String>, remedy: impl Into<String>) {
        self.push(Problem::new(place, message, remedy));
    }

    /// Takes over what another collector found.
    pub fn extend(&mut self, others: Problems) {
        for problem in others.list {
            self.push(problem);
        }
    }

    /// The value, if nothing was noted.
    ///
    /// # Errors
    /// The problems, if there is one.
    pub fn into_result<T>(self, value: T) -> Result<T, Problems> {
        if self.list.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }

    /// Whether nothing was noted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The problems in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.list.iter()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Problems {
        Problems { list: vec![problem] }
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// One problem after the other, with a blank line between.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.list.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
impl std::error::Error for Problems {}
