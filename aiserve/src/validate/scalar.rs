//! Scalars: is a value a boolean, a number, a text of a format?

use serde_json::Value;

use super::bounds::{self, Exact};
use super::walk::{Mode, Walk};
use crate::extract::words;
use crate::schema::{Format, Integer, Limit, Rule};

impl Walk {
    pub(super) fn null(&mut self, value: &Value) -> bool {
        value.is_null() || self.refuse("none_required", "Input should be null", value)
    }

    pub(super) fn boolean(&mut self, value: &Value) -> bool {
        match value {
            Value::Bool(_) => true,
            Value::String(text) if words::boolean(text).is_none() => {
                self.refuse("bool_parsing", "Input should be a valid boolean, unable to interpret input", value)
            }
            _ => self.refuse("bool_type", "Input should be a valid boolean", value),
        }
    }

    pub(super) fn integer(&mut self, bounds: Integer, rules: &'static [Rule], value: &Value) -> bool {
        const WHAT: &str = "Input should be a valid integer";
        let number = match value {
            Value::Number(number) => Exact::from(number),
            Value::String(text) => {
                let Some(number) = Exact::whole(text) else {
                    let message = format!("{WHAT}, unable to parse string as an integer");
                    return self.refuse("int_parsing", message, value);
                };
                if self.mode == Mode::Json {
                    return self.refuse("int_type", WHAT, value);
                }
                number
            }
            _ => return self.refuse("int_type", WHAT, value),
        };
        if number.has_fraction() {
            return self.refuse("int_from_float", format!("{WHAT}, got a number with a fractional part"), value);
        }
        let outside = bounds::outside(number, Limit::Int(bounds.min), Limit::Int(bounds.max));
        match outside {
            // A rule that is tighter than the type names the limit.
            Some(_) if bounds::breaks_any(number, rules) => true,
            Some(broken) => {
                let fault = broken.fault(self);
                self.push(fault, value);
                false
            }
            None => true,
        }
    }

    pub(super) fn number(&mut self, max: f64, rules: &'static [Rule], value: &Value) -> bool {
        const WHAT: &str = "Input should be a valid number";
        let number = match value {
            Value::Number(number) => Exact::from(number),
            Value::String(text) => return self.number_text(text, value),
            _ => return self.refuse("float_type", WHAT, value),
        };
        match bounds::outside(number, Limit::Float(-max), Limit::Float(max)) {
            Some(_) if bounds::breaks_any(number, rules) => true,
            Some(broken) => {
                let fault = broken.fault(self);
                self.push(fault, value);
                false
            }
            None => true,
        }
    }

    fn number_text(&mut self, text: &str, value: &Value) -> bool {
        match text.parse::<f64>() {
            Ok(number) if self.mode == Mode::Text && !number.is_finite() => {
                self.refuse("finite_number", "Input should be a finite number", value)
            }
            Ok(_) => self.refuse("float_type", "Input should be a valid number", value),
            Err(_) => self.refuse(
                "float_parsing",
                "Input should be a valid number, unable to parse string as a number",
                value,
            ),
        }
    }

    pub(super) fn text(&mut self, format: Option<&'static Format>, rules: &'static [Rule], value: &Value) -> bool {
        let Some(format) = format else {
            return value.is_string() || self.refuse("string_type", "Input should be a valid string", value);
        };
        if format.is_file() {
            return self.file(value);
        }
        let Value::String(text) = value else {
            let code = if format.code.is_empty() { "string" } else { format.code };
            return self.refuse(format!("{code}_type"), format!("Input should be a valid {}", format.noun), value);
        };
        if let Err((kind, reason)) = (format.check)(text) {
            return self.malformed(format, kind, reason, value);
        }
        let (min, max) = format.length;
        if bounds::breaks_length(text, rules) {
            return true;
        }
        match bounds::text_length(text.chars().count() as u64, min, max, "character") {
            Some(broken) => {
                let fault = broken.fault(self);
                self.push(fault, value);
                false
            }
            None => true,
        }
    }

    /// A file stands for itself as an object. Always `false`: its rules are not those of a text.
    fn file(&mut self, value: &Value) -> bool {
        if !value.is_object() {
            self.refuse("value_error", "Value error, expected a file of a form", value);
        }
        false
    }

    fn malformed(&mut self, format: &Format, kind: &'static str, reason: String, value: &Value) -> bool {
        let message = format!("Input should be a valid {}, {reason}", format.noun);
        let fault = match (kind, format.code) {
            ("", "") => self.fault("value_error", message),
            ("", code) => self.fault(format!("{code}_parsing"), message),
            (kind, _) => self.fault(kind, message),
        };
        self.push(fault.with("error", reason), value);
        false
    }
}
