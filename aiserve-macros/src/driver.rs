//! The pipeline that every macro runs.
