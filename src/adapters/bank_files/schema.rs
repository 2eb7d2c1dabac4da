//! The published schemas of a bank's files are those of the types that read them.
//!
//! `UPDATE_SCHEMA=1 cargo test schema` writes them anew after a change of the types.

use crate::domain::bank::{CaseFile, Manifest, Topic};
use crate::domain::check::LintRules;
use crate::domain::check::readings::{Reading, Tick};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};
use std::path::Path;

/// Texts that are there have to say something; the loader refuses empty ones.
fn forbid_empty_texts(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.values_mut().for_each(forbid_empty_texts);
            let is_text = |kind: &Value| {
                kind == "string" || kind.as_array().is_some_and(|kinds| kinds.contains(&json!("string")))
            };
            if object.get("type").is_some_and(is_text) && !object.contains_key("const") {
                object.insert("minLength".to_owned(), json!(1));
            }
        }
        Value::Array(list) => list.iter_mut().for_each(forbid_empty_texts),
        _ => (),
    }
}

fn schema_of<T: JsonSchema>() -> Value {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    let mut schema = schema.to_value();
    forbid_empty_texts(&mut schema);
    // An empty line may part two groups of figures.
    if let Some(items) = schema.pointer_mut("/$defs/Numbers/properties/figures/items").and_then(Value::as_object_mut) {
        items.remove("minLength");
    }
    schema
}

/// A line of the record of readings: one reader's judgement, or one reviewer's tick.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is wanted")]
enum Line {
    Reading(Reading),
    Tick(Tick),
}

fn published() -> [(&'static str, Value); 5] {
    [
        ("bank.schema.json", schema_of::<Manifest>()),
        ("topic.schema.json", schema_of::<Topic>()),
        ("cases.schema.json", schema_of::<CaseFile>()),
        ("lint.schema.json", schema_of::<LintRules>()),
        ("readings.schema.json", schema_of::<Line>()),
    ]
}

#[test]
fn the_published_schemas_are_those_of_the_types() {
    for (name, schema) in published() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("questions").join(name);
        let expected = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        if std::env::var_os("UPDATE_SCHEMA").is_some_and(|value| value == "1") {
            std::fs::write(&path, &expected).unwrap();
        }
        // A checkout may have turned the line ends.
        let committed = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(committed == expected, "questions/{name} is not up to date: run UPDATE_SCHEMA=1 cargo test schema");
    }
}

#[test]
fn every_field_is_described() {
    fn undescribed(schema: &Value, at: &str, out: &mut Vec<String>) {
        let Some(object) = schema.as_object() else { return };
        for (name, property) in object.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if property.get("description").is_none() {
                out.push(format!("{at}.{name}"));
            }
        }
        for (name, definition) in object.get("$defs").and_then(Value::as_object).into_iter().flatten() {
            undescribed(definition, name, out);
        }
    }
    for (name, schema) in published() {
        let mut out = Vec::new();
        undescribed(&schema, name, &mut out);
        assert_eq!(out, Vec::<String>::new());
    }
}
