//! Where each value of the configuration is from.

use std::fmt;
use std::path::{Path, PathBuf};

use super::file::{self, Entry};
use super::{Config, KEYS, Key};
use crate::Error;

/// The file in the current directory that is read if it is there.
const FILE: &str = "aiserve.toml";
/// The variable that names another one.
const FILE_VARIABLE: &str = "AISERVE_CONFIG";

/// Who said a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Default,
    File(PathBuf, usize),
    Variable(&'static str),
    #[cfg(feature = "cli")]
    Flag(&'static str),
}

/// The configuration, and who said each value.
#[derive(Debug)]
pub(crate) struct Layers {
    pub(crate) config: Config,
    origins: [Origin; KEYS.len()],
    problems: Vec<String>,
}

impl Layers {
    /// The defaults, changed by the file and the environment. `path`: the file that the command line names.
    ///
    /// # Errors
    /// All that is wrong in them.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self, Error> {
        let variable = |name: &str| std::env::var(name).ok();
        let named = path.map(Path::to_owned).or_else(|| variable(FILE_VARIABLE).map(PathBuf::from));
        let mut layers = Self::new();
        layers.file(named.as_deref());
        layers.environment(variable);
        layers.checked()
    }

    fn new() -> Self {
        Self { config: Config::default(), origins: [const { Origin::Default }; KEYS.len()], problems: Vec::new() }
    }

    /// Takes over what a file says: the one that is named, or the usual one if it is there.
    fn file(&mut self, named: Option<&Path>) {
        let path = named.unwrap_or(Path::new(FILE));
        if named.is_none() && !path.exists() {
            return;
        }
        match file::entries(path) {
            Ok(entries) => entries.into_iter().for_each(|entry| self.entry(path, entry)),
            Err(problem) => self.problems.push(format!("{}: {problem}", path.display())),
        }
    }

    fn entry(&mut self, path: &Path, Entry { key, value, line }: Entry) {
        let at = format!("{}, line {line}", path.display());
        let Some(index) = KEYS.iter().position(|known| known.name == key) else {
            self.problems.push(format!("{at}: there is no key `{key}`; {}", file::nearest(&key)));
            return;
        };
        let origin = Origin::File(path.to_owned(), line);
        match value {
            Ok(text) => self.set(index, &text, origin, &format!("{at}: `{key}`")),
            Err(kind) => self
                .problems
                .push(format!("{at}: `{key}` can't be {kind}: it is a text, a whole number, or true or false")),
        }
    }

    fn environment(&mut self, variable: impl Fn(&str) -> Option<String>) {
        for (index, key) in KEYS.iter().enumerate() {
            if let Some(text) = variable(key.variable) {
                self.set(index, &text, Origin::Variable(key.variable), &format!("`{}`", key.variable));
            }
        }
    }

    /// Takes over a flag, whose value has been checked.
    #[cfg(feature = "cli")]
    pub(crate) fn flag(&mut self, key: &Key, text: &str) {
        if let Some(index) = KEYS.iter().position(|known| known.name == key.name) {
            self.set(index, text, Origin::Flag(key.flag), key.flag);
        }
    }

    fn set(&mut self, index: usize, text: &str, origin: Origin, called: &str) {
        match KEYS[index].set(&mut self.config, text) {
            Ok(()) => self.origins[index] = origin,
            Err(takes) => self.problems.push(format!("{called} can't be `{text}`: it is {takes}")),
        }
    }

    fn checked(self) -> Result<Self, Error> {
        match &self.problems[..] {
            [] => Ok(self),
            [problem] => Err(Error::new(problem)),
            problems => Err(Error::new(format!("the configuration is wrong:\n- {}", problems.join("\n- ")))),
        }
    }

    /// Each key with its value, as lines of the file; who said it as a comment.
    pub(crate) fn lines(&self) -> String {
        let values: Vec<String> = KEYS.iter().map(|key| line(key, &self.config)).collect();
        let width = values.iter().map(String::len).max().unwrap_or_default();
        let lines = values.iter().zip(&self.origins).map(|(value, origin)| format!("{value:width$}  # {origin}\n"));
        lines.collect()
    }
}

/// A value as the file says it.
fn line(key: &Key, config: &Config) -> String {
    let value = (key.show)(config);
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let is_bare = is_number || ["true", "false"].contains(&&*value);
    if is_bare { format!("{} = {value}", key.name) } else { format!("{} = {value:?}", key.name) }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path, line) => write!(f, "{}, line {line}", path.display()),
            Self::Variable(name) => f.write_str(name),
            #[cfg(feature = "cli")]
            Self::Flag(name) => write!(f, "--{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Result<Layers, Error> {
        let mut layers = Layers::new();
        layers.environment(|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        });
        layers.checked()
    }

    #[test]
    fn the_environment_wins_over_the_defaults() {
        let layers = environment(&[("AISERVE_DRAIN", "5")]).unwrap();
        assert_eq!(layers.config, Config { drain: Duration::from_secs(5), ..Config::default() });
        assert!(layers.lines().contains("drain = 5"));
        assert!(layers.lines().contains("# AISERVE_DRAIN"));
    }

    #[test]
    fn all_wrong_variables_are_named_together() {
        let error = environment(&[("AISERVE_PORT", "http"), ("AISERVE_GRACE", "1.5")]).unwrap_err().to_string();
        assert!(error.contains("`AISERVE_PORT` can't be `http`: it is a number from 0 to 65535"), "{error}");
        assert!(error.contains("`AISERVE_GRACE` can't be `1.5`: it is a whole number of seconds"), "{error}");
    }

    #[test]
    fn what_is_shown_can_be_a_file() {
        let lines = Layers::new().lines();
        assert!(lines.starts_with("host = \"127.0.0.1\""), "{lines}");
        assert!(lines.contains("\nport = 8000 "), "{lines}");
    }
}
