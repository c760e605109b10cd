//! Path templates of mounted routes: their parameters, and their shape without the parameters' names.

/// A path template, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Template<'a> {
    /// The parameters' names, in order.
    pub(super) names: Vec<&'a str>,
    /// The template with one name for all parameters: routes of one shape differ by method only.
    pub(super) shape: String,
}

/// Takes a path template apart, or says what is wrong with it.
pub(super) fn parse(template: &str) -> Result<Template<'_>, String> {
    if !template.starts_with('/') {
        return Err("a path begins with `/`".to_owned());
    }
    if let Some(mark) = template.chars().find(|mark| matches!(mark, '?' | '#') || mark.is_control()) {
        return Err(format!("a path can't have {mark:?}"));
    }
    let (mut names, mut shape) = (Vec::new(), String::with_capacity(template.len()));
    let mut rest = template;
    while let Some(start) = rest.find(['{', '}']) {
        let (before, after) = rest.split_at(start);
        let Some((name, after)) = after.strip_prefix('{').and_then(|after| after.split_once('}')) else {
            return Err("a brace without its other one".to_owned());
        };
        shape.push_str(before);
        let (name, takes_rest) = name.strip_prefix('*').map_or((name, false), |name| (name, true));
        check_name(name)?;
        if takes_rest && !after.is_empty() {
            return Err(format!("`{{*{name}}}` takes the rest of the path, so that nothing can follow it"));
        }
        if names.contains(&name) {
            return Err(format!("two parameters are called `{name}`"));
        }
        names.push(name);
        shape.push_str(if takes_rest { "{*p}" } else { "{p}" });
        rest = after;
    }
    shape.push_str(rest);
    Ok(Template { names, shape })
}

fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() || name.contains(['{', '/', '*']) {
        return Err(format!("`{{{name}}}` is no parameter"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_has_no_names() {
        let template = parse("/shops/{shop}/img-{id}.png/{*rest}").unwrap();
        assert_eq!(template.names, ["shop", "id", "rest"]);
        assert_eq!(template.shape, "/shops/{p}/img-{p}.png/{*p}");
    }

    #[test]
    fn what_is_wrong_is_said() {
        for wrong in ["", "items", "/a?b", "/{id", "/id}", "/{}", "/{a/b}", "/{{a}}", "/{*a}/b", "/{a}/{a}", "/\u{1F}"]
        {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
