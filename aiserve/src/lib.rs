//! aiserve
