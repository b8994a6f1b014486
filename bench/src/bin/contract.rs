//! Prints a contract with as many methods as its argument says, for measuring how long generating from it takes.
//!
//! Each method has an object for a parameter and for a result, both types of its own, an error, and some paragraphs of
//! documentation, so that nothing about it is smaller than in a real API.

use std::env;
use std::error::Error;

use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let count: usize = env::args().nth(1).ok_or("bench-contract METHODS")?.parse()?;
    let mut input = Map::new();
    let mut output = Map::new();
    let mut groups = Vec::new();
    for group in 0..count.div_ceil(25) {
        let numbers = group * 25..count.min(group * 25 + 25);
        let methods: Vec<Value> = numbers
            .map(|n| {
                input.insert(format!("Order{n}"), object(n));
                output.insert(format!("Receipt{n}"), object(n));
                method(n)
            })
            .collect();
        groups.push(json!({
            "title": format!("Group {group}"),
            "intro": "What belongs together stands together.",
            "methods": methods,
        }));
    }
    let contract = json!({
        "mego": 1,
        "package": "shop",
        "groups": groups,
        "types": {"input": input, "output": output},
    });
    println!("{contract:#}");
    Ok(())
}

fn method(n: usize) -> Value {
    json!({
        "name": format!("placeOrder{n}"),
        "rust": format!("shop::orders::place_order_{n}"),
        "doc": "Place an order\n\nThe order is checked first: everything in it has to be in stock. Once it is placed, it can \
                be changed for an hour, and after that only cancelled.\n\nA second order with the same number is refused.",
        "input": {
            "params": [
                {"name": "order", "doc": "What to send, and where.", "schema": reference("input", &format!("Order{n}")), "required": true},
                {"name": "urgent", "doc": "Whether it may cost more.", "schema": {"type": "boolean"}, "required": true},
            ],
        },
        "output": {"value": reference("output", &format!("Receipt{n}"))},
        "errors": [
            {"status": "Exists", "code": 53, "doc": "There is an order with this number."},
            {"status": "OutOfStock", "code": 101, "doc": "Something is missing.", "data": {
                "type": "object",
                "properties": {"missing": {"type": "array", "items": {"type": "string"}}},
                "required": ["missing"],
            }},
        ],
    })
}

fn object(n: usize) -> Value {
    json!({
        "type": "object",
        "description": format!("Document {n}."),
        "properties": {
            "id": {"description": "Its number.", "type": "integer", "format": "uint32", "minimum": 0},
            "name": {"description": "Who it is for.", "type": "string"},
            "price": {"description": "In euros.", "type": "number", "format": "double"},
            "tags": {"description": "Words to find it by.", "type": "array", "items": {"type": "string"}},
            "note": {"description": "Anything else.", "type": ["string", "null"]},
        },
        "required": ["id", "name", "price", "tags"],
    })
}

fn reference(side: &str, name: &str) -> Value {
    json!({"$ref": format!("#/types/{side}/{name}")})
}
