//! Every code that a call may end with.

use std::collections::BTreeMap;

use mego::Status;

use crate::model::{ErrorVariant, Method};

use super::doc::Doc;
use super::labels::fill;
use super::read::Reader;
use super::tree::{Code, Part, Section, SectionKind};

/// Faults that any call may be answered with, by the framework or by what reads the caller's session. Servers may have
/// others.
const FAULTS: &[Status] = &[
    Status::Error,
    Status::Invalid,
    Status::NotAuthorized,
    Status::NoPermission,
    Status::Unimplemented,
    Status::TooManyRequests,
    Status::ResourceExhausted,
    Status::Busy,
    Status::Timeout,
    Status::Cancelled,
    Status::Unavailable,
];

impl Reader<'_> {
    /// The section of status codes.
    pub(super) fn statuses(&self) -> Section {
        let sentences = &self.labels.sentences;
        let mut codes = vec![self.built_in(Status::Ok, Some(sentences.used_by_all.clone()))];
        for ((code, name), uses) in self.uses() {
            let said = || uses.iter().find_map(|(_, error)| self.first_sentence(&error.doc));
            let built_in = Status::from_code(code).filter(|status| status.name() == name);
            let mut methods: Vec<String> = uses
                .iter()
                .map(|(method, _)| self.names.method_reference(&method.name))
                .collect();
            methods.dedup();
            let methods = methods.join(&sentences.list_separator);
            codes.push(Code {
                name: name.to_owned(),
                code,
                meaning: match built_in {
                    Some(status) => self.meaning(status),
                    None => said().unwrap_or_default(),
                },
                uses: Some(fill(&sentences.used_by, &[("methods", &methods)])),
            });
        }
        let faults = FAULTS.iter().map(|status| self.built_in(*status, None));
        Section {
            anchor: "status-codes".to_owned(),
            title: self.labels.words.statuses.clone(),
            kind: SectionKind::Statuses,
            body: Vec::new(),
            parts: vec![
                Part::Codes(codes),
                Part::Text(sentences.faults.clone()),
                Part::Codes(faults.collect()),
            ],
            entries: Vec::new(),
        }
    }

    fn built_in(&self, status: Status, uses: Option<String>) -> Code {
        Code {
            name: status.name().to_owned(),
            code: status.code(),
            meaning: self.meaning(status),
            uses,
        }
    }

    fn meaning(&self, status: Status) -> String {
        self.labels.meaning(status).unwrap_or_default().to_owned()
    }

    /// The declared errors by code, with the methods that declare them.
    fn uses(&self) -> BTreeMap<(u16, &str), Vec<(&Method, &ErrorVariant)>> {
        let mut uses: BTreeMap<(u16, &str), Vec<_>> = BTreeMap::new();
        for method in self.model.methods() {
            for error in &method.errors {
                uses.entry((error.code, &error.status))
                    .or_default()
                    .push((method, error));
            }
        }
        uses
    }

    fn first_sentence(&self, doc: &str) -> Option<String> {
        Doc::read(doc, &self.names).first_sentence().map(str::to_owned)
    }
}
