//! The OpenAPI document, assembled from the constant descriptions: one function per OpenAPI object.
