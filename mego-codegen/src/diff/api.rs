//! Methods, errors and events.

use std::collections::BTreeSet;
use std::fmt;

use super::{Change, Severity};
use crate::model::{
    ErrorVariant, Event, Field, FileField, Input, Kind, Method, Model, Output, Side, Type, WhenSlow,
};

/// Two models beside each other, and what was found so far.
pub(super) struct Comparison<'m> {
    pub(super) old: &'m Model,
    pub(super) new: &'m Model,
    changes: Vec<Change>,
    /// Pairs of named types that have been compared, or are being compared.
    pub(super) seen: BTreeSet<(Side, &'m str, &'m str)>,
}

impl<'m> Comparison<'m> {
    pub(super) fn new(old: &'m Model, new: &'m Model) -> Comparison<'m> {
        Comparison {
            old,
            new,
            changes: Vec::new(),
            seen: BTreeSet::new(),
        }
    }

    pub(super) fn note(&mut self, severity: Severity, place: &str, message: impl Into<String>) {
        let change = Change {
            severity,
            place: place.to_owned(),
            message: message.into(),
        };
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    /// The same, of a type: in which direction its values go is a part of it.
    pub(super) fn note_on(
        &mut self,
        side: Side,
        severity: Severity,
        place: &str,
        message: impl fmt::Display,
    ) {
        let way = match side {
            Side::Input => "sent",
            Side::Output => "received",
        };
        self.note(severity, place, format!("{message} ({way})"));
    }

    pub(super) fn changes(mut self) -> Vec<Change> {
        let (old, new) = (self.old, self.new);
        for method in new.methods() {
            match old.methods().find(|before| before.name == method.name) {
                Some(before) => self.method(before, method),
                None => self.note(Severity::Compatible, &method.name, "a new method"),
            }
        }
        for method in old.methods() {
            if !new.methods().any(|after| after.name == method.name) {
                self.note(Severity::Breaking, &method.name, "the method is gone");
            }
        }
        for event in &new.events {
            match old.events.iter().find(|before| before.name == event.name) {
                Some(before) => self.event(before, event),
                None => self.note(Severity::Compatible, &event.name, "a new event"),
            }
        }
        for event in &old.events {
            if !new.events.iter().any(|after| after.name == event.name) {
                self.note(Severity::Breaking, &event.name, "the event is gone");
            }
        }
        self.connecting(old.data.as_ref(), new.data.as_ref());
        self.changes
    }

    fn method(&mut self, old: &'m Method, new: &'m Method) {
        let place = new.name.as_str();
        match (&old.input, &new.input) {
            (Input::Params(before), Input::Params(after)) => self.params(new, before, after),
            (Input::Bind(before), Input::Bind(after)) => {
                self.ty(Side::Input, place, before, after);
            }
            (Input::Params(before), Input::Bind(after)) => {
                self.rebound(place);
                match bound_fields(self.new, after) {
                    Some(after) => self.params(new, before, after),
                    None => self.note(
                        Severity::Breaking,
                        place,
                        "it takes one value now that has no names",
                    ),
                }
            }
            (Input::Bind(before), Input::Params(after)) => {
                self.rebound(place);
                match bound_fields(self.old, before) {
                    Some(before) => self.params(new, before, after),
                    None => self.note(Severity::Breaking, place, "it took one value that had no names"),
                }
            }
        }
        self.files(place, &old.files, &new.files);
        let result = format!("{place} ->");
        match (&old.output, &new.output) {
            (Output::Value(before), Output::Value(after))
            | (Output::Stream(before), Output::Stream(after)) => {
                self.ty(Side::Output, &result, before, after);
            }
            (Output::Value(_), Output::Stream(_)) => {
                self.note(Severity::Breaking, place, "it answers with a stream now");
            }
            (Output::Stream(_), Output::Value(_)) => {
                self.note(
                    Severity::Breaking,
                    place,
                    "it does not answer with a stream any more",
                );
            }
        }
        self.errors(place, &old.errors, &new.errors);
        self.options(old, new);
    }

    fn rebound(&mut self, place: &str) {
        let message = "its parameters are one type now, or are one no longer: the names of types change";
        self.note(Severity::MayBreak, place, message);
    }

    fn options(&mut self, old: &Method, new: &Method) {
        let place = new.name.as_str();
        if old.idempotent && !new.idempotent {
            let message = "it is not idempotent any more: clients of the old contract still send calls twice when they lose the connection";
            self.note(Severity::MayBreak, place, message);
        } else if new.idempotent && !old.idempotent {
            self.note(Severity::Compatible, place, "it is idempotent now");
        }
        if old.lenient && !new.lenient {
            let message = "parameters that it does not know are refused now";
            self.note(Severity::MayBreak, place, message);
        }
        match (old.max_size, new.max_size) {
            (before, Some(after)) if before.is_none_or(|before| after < before) => {
                let message = format!("its parameters may take at most {after} bytes now");
                self.note(Severity::MayBreak, place, message);
            }
            (before, after) if before != after => {
                self.note(Severity::Compatible, place, "its parameters may be larger now");
            }
            _ => {}
        }
        if old.timeout_ms != new.timeout_ms {
            let message = match new.timeout_ms {
                Some(after) => format!("its deadline is {after} ms now where the caller sets none"),
                None => "its deadline is the server's default now where the caller sets none".to_owned(),
            };
            self.note(Severity::MayBreak, place, message);
        }
        self.deprecation(place, old.deprecated.is_some(), new.deprecated.is_some());
    }

    pub(super) fn deprecation(&mut self, place: &str, old: bool, new: bool) {
        if new && !old {
            self.note(Severity::Compatible, place, "it is deprecated now");
        }
    }

    fn params(&mut self, method: &Method, old: &'m [Field], new: &'m [Field]) {
        let place = |name: &str| format!("{}({name})", method.name);
        for param in new {
            match old.iter().find(|before| before.name == param.name) {
                Some(before) => self.field(Side::Input, &place(&param.name), before, param),
                None if param.required => {
                    let message = "a new required parameter, which clients of the old contract do not send";
                    self.note(Severity::Breaking, &place(&param.name), message);
                }
                None => self.note(
                    Severity::Compatible,
                    &place(&param.name),
                    "a new optional parameter",
                ),
            }
        }
        for param in old {
            if new.iter().any(|after| after.name == param.name) {
                continue;
            }
            let (severity, message) = if method.lenient {
                (
                    Severity::MayBreak,
                    "the parameter is gone, and is ignored where clients still send it",
                )
            } else {
                (
                    Severity::Breaking,
                    "the parameter is gone, and refused where clients still send it",
                )
            };
            self.note(severity, &place(&param.name), message);
        }
        let has_moved = |(index, before): (usize, &Field)| {
            let place = new.iter().position(|after| after.name == before.name);
            place.is_some_and(|place| place != index)
        };
        if old.iter().enumerate().any(has_moved) {
            let message = "its parameters have another order: callers that send them by position break";
            self.note(Severity::MayBreak, &method.name, message);
        }
    }

    fn files(&mut self, method: &str, old: &[FileField], new: &[FileField]) {
        let place = |name: &str| format!("{method}({name})");
        for file in new {
            let place = place(&file.name);
            let Some(before) = old.iter().find(|before| before.name == file.name) else {
                if file.required {
                    let message = "a new required file, which clients of the old contract do not send";
                    self.note(Severity::Breaking, &place, message);
                } else {
                    self.note(Severity::Compatible, &place, "a new optional file");
                }
                continue;
            };
            if file.required && !before.required {
                self.note(Severity::Breaking, &place, "the file is required now");
            }
            if before.many && !file.many {
                self.note(
                    Severity::Breaking,
                    &place,
                    "it takes one file now, and took several",
                );
            }
            let less = |after: Option<u64>, before: Option<u64>| {
                after.is_some_and(|after| before.is_none_or(|before| after < before))
            };
            if less(file.max_size, before.max_size)
                || less(file.max_files.map(u64::from), before.max_files.map(u64::from))
                || (file.types != before.types && !file.types.is_empty())
            {
                self.note(
                    Severity::MayBreak,
                    &place,
                    "what it accepts is limited in another way now",
                );
            }
        }
        for file in old {
            if !new.iter().any(|after| after.name == file.name) {
                self.note(Severity::Breaking, &place(&file.name), "the file is gone");
            }
        }
    }

    fn errors(&mut self, method: &str, old: &'m [ErrorVariant], new: &'m [ErrorVariant]) {
        for error in new {
            let place = format!("{method} -> Err({})", error.status);
            let Some(before) = old.iter().find(|before| before.status == error.status) else {
                let message = "a new error, which clients of the old contract do not tell from a fault";
                self.note(Severity::MayBreak, &place, message);
                continue;
            };
            if before.code != error.code {
                let message = format!("its code is {} now, and was {}", error.code, before.code);
                self.note(Severity::Breaking, &place, message);
            }
            match (&before.data, &error.data) {
                (Some(before), Some(after)) => self.ty(Side::Output, &place, before, after),
                (Some(_), None) => self.note(Severity::Breaking, &place, "it carries no data any more"),
                (None, Some(_)) => self.note(Severity::Compatible, &place, "it carries data now"),
                (None, None) => {}
            }
        }
        for error in old {
            if !new.iter().any(|after| after.status == error.status) {
                let place = format!("{method} -> Err({})", error.status);
                self.note(Severity::Compatible, &place, "the error does not occur any more");
            }
        }
    }

    fn event(&mut self, old: &'m Event, new: &'m Event) {
        let place = new.name.as_str();
        // What is in braces is a name for people.
        let form = |channel: &Option<String>| channel.as_deref().map(without_names);
        match (&old.channel, &new.channel) {
            _ if form(&old.channel) == form(&new.channel) => {}
            (_, None) => self.note(Severity::Compatible, place, "its channels may have any name now"),
            (_, Some(pattern)) => {
                let message = format!("the names of its channels have to look like `{pattern}` now");
                self.note(Severity::Breaking, place, message);
            }
        }
        if old.when_slow != new.when_slow {
            let word = |when_slow| match when_slow {
                WhenSlow::DropOldest => "the oldest events are dropped",
                WhenSlow::KeepLatest => "only the latest event is kept",
                _ => "they are disconnected",
            };
            let message = format!(
                "of subscribers that read too slowly {} now; before, {}",
                word(new.when_slow),
                word(old.when_slow)
            );
            self.note(Severity::MayBreak, place, message);
        }
        self.deprecation(place, old.deprecated.is_some(), new.deprecated.is_some());
        self.ty(Side::Output, place, &old.data, &new.data);
    }

    /// What clients say of themselves when they connect.
    fn connecting(&mut self, old: Option<&'m Type>, new: Option<&'m Type>) {
        let place = "on_connect(data)";
        match (old, new) {
            (Some(before), Some(after)) => self.ty(Side::Input, place, before, after),
            (None, Some(after)) if !self.new.is_nullable(Side::Input, after) => {
                let message = "the server asks for data when a client connects, which clients of the old contract do not send";
                self.note(Severity::Breaking, place, message);
            }
            (None, Some(_)) => {
                self.note(
                    Severity::Compatible,
                    place,
                    "the server takes data when a client connects",
                );
            }
            (Some(_), None) => {
                let message = "the server takes no data any more when a client connects";
                self.note(Severity::Compatible, place, message);
            }
            (None, None) => {}
        }
    }
}

/// The fields that a method with one bound type takes by name.
fn bound_fields<'m>(model: &'m Model, ty: &'m Type) -> Option<&'m [Field]> {
    match model.resolved(Side::Input, ty) {
        Kind::Object(object) if object.base.is_none() => Some(&object.fields),
        _ => None,
    }
}

/// `stock:{shelf}:{row}` without what stands in the braces.
fn without_names(channel: &str) -> String {
    let mut form = String::new();
    let mut is_inside = false;
    for letter in channel.chars() {
        match letter {
            '{' => is_inside = true,
            '}' => is_inside = false,
            _ if is_inside => continue,
            _ => {}
        }
        form.push(letter);
    }
    form
}
