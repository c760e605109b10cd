//! A client that calls an app in process, without sockets, and checks on its document.
