//! The table of a run, and whether it is good enough.

use std::fmt::Write as _;

use super::scenario::Scenario;

/// One number, and how many decimals of it mean anything.
pub(super) struct Figure {
    key: &'static str,
    value: f64,
    decimals: usize,
}

impl Figure {
    pub(super) fn new(key: &'static str, value: f64, decimals: usize) -> Figure {
        Figure { key, value, decimals }
    }
}

#[derive(Default)]
pub(super) struct Report {
    /// Objects of the JSON that are done.
    rows: Vec<String>,
    scenario: &'static str,
    verdicts: Vec<String>,
    failures: Vec<String>,
}

/// How wide the names of rows and the columns are.
const NAME: usize = 18;
const COLUMN: usize = 18;

impl Report {
    /// Begins a table.
    pub(super) fn begin(&mut self, scenario: &Scenario, columns: &[&str]) {
        self.scenario = scenario.name;
        println!("\n{}: {}", scenario.name, scenario.title);
        let columns: String = columns
            .iter()
            .map(|column| format!("{column:>COLUMN$}"))
            .collect();
        println!("{:NAME$}{columns}", "");
    }

    pub(super) fn row(&mut self, name: &str, figures: &[Figure]) {
        let mut line = format!("  {name:<width$}", width = NAME - 2);
        let mut json = format!("{{\"scenario\": \"{}\", \"server\": \"{name}\"", self.scenario);
        for Figure { key, value, decimals } in figures {
            // A `String` takes every write.
            let _ = write!(line, "{value:>COLUMN$.decimals$}");
            let _ = write!(json, ", \"{key}\": {value}");
        }
        println!("{line}");
        self.rows.push(json + "}");
    }

    /// Holds a figure of Mego's against its gate and its goal.
    pub(super) fn judge(&mut self, scenario: &Scenario, value: f64, unit: &str) {
        let mut verdict = format!("{:<9}{value:>8.2} {unit}", scenario.name);
        if let Some(gate) = scenario.gate {
            let word = if value <= gate { "passes" } else { "FAILS" };
            let _ = write!(verdict, ": {word} the gate of {gate}");
            if value > gate {
                self.failures.push(format!("{} is above its gate", scenario.name));
            }
        }
        if let Some(goal) = scenario.goal {
            let word = if value <= goal { "reaches" } else { "misses" };
            let _ = write!(verdict, "; {word} the goal of {goal}");
        }
        self.verdicts.push(verdict);
    }

    pub(super) fn fail(&mut self, failure: String) {
        self.failures.push(failure);
    }

    pub(super) fn has_failed(&self) -> bool {
        !self.failures.is_empty()
    }

    pub(super) fn print_verdict(&self) {
        println!();
        for verdict in &self.verdicts {
            println!("{verdict}");
        }
        if self.failures.is_empty() {
            println!("\nok");
        } else {
            println!("\nfailed: {}", self.failures.join("; "));
        }
    }

    pub(super) fn to_json(&self) -> String {
        format!("[\n  {}\n]\n", self.rows.join(",\n  "))
    }
}

/// The middle one; of an even number, the mean of the two in the middle.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 {
        values[middle]
    } else {
        (values[middle - 1] + values[middle]) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn median_is_in_the_middle() {
        assert_eq!(median(vec![9.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![9.0, 1.0, 2.0, 4.0]), 3.0);
    }
}
