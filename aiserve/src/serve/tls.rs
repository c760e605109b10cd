//! Encrypted connections.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;

use super::stream::Kind;
use crate::{Config, Error, observe};

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(10);

/// TLS 1.2 and 1.3, by [rustls](https://docs.rs/rustls), with HTTP/2 and HTTP/1.1 by ALPN (RFC 7301).
#[derive(Clone)]
pub(super) struct Tls {
    acceptor: TlsAcceptor,
}

impl Tls {
    /// What the configuration says, if it does.
    ///
    /// # Errors
    /// Which file is missing or wrong.
    pub(super) fn of(config: &Config) -> Result<Option<Self>, Error> {
        let Some(certificates) = Certificates::of(config)?.map(Arc::new) else { return Ok(None) };
        let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::new("TLS can't be set up").because(error))?;
        let mut config = builder.with_no_client_auth().with_cert_resolver(Arc::clone(&certificates) as _);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        // It ends with the runtime.
        tokio::spawn(certificates.renewed());
        Ok(Some(Self { acceptor: TlsAcceptor::from(Arc::new(config)) }))
    }

    pub(super) async fn accept(&self, stream: TcpStream) -> std::io::Result<Kind> {
        self.acceptor.accept(stream).await.map(|stream| Kind::Tls(Box::new(stream)))
    }
}

/// The certificates of two files, as they are now.
#[derive(Debug)]
pub(super) struct Certificates {
    cert: PathBuf,
    key: PathBuf,
    current: RwLock<Arc<CertifiedKey>>,
}

impl Certificates {
    /// Those that the configuration names, if it does.
    ///
    /// # Errors
    /// Which file is missing or wrong.
    pub(super) fn of(config: &Config) -> Result<Option<Self>, Error> {
        let (cert, key) = match (&config.tls_cert, &config.tls_key) {
            (Some(cert), Some(key)) => (cert.clone(), key.clone()),
            (None, None) => return Ok(None),
            (Some(_), None) => return Err(Error::new("there is `tls_cert` and no `tls_key`")),
            (None, Some(_)) => return Err(Error::new("there is `tls_key` and no `tls_cert`")),
        };
        let current = RwLock::new(read(&cert, &key)?);
        Ok(Some(Self { cert, key, current }))
    }

    /// Takes over what the files say when they change.
    async fn renewed(self: Arc<Self>) {
        let mut seen = self.changed();
        loop {
            tokio::time::sleep(LOOK).await;
            let now = self.changed();
            if now == seen {
                continue;
            }
            match read(&self.cert, &self.key) {
                Ok(new) => *self.current.write().unwrap_or_else(PoisonError::into_inner) = new,
                // They may be written one after the other, and are looked at again.
                Err(error) => {
                    observe::error(format_args!("{}; the certificates stay as they were", observe::Chain(&error)));
                }
            }
            seen = now;
        }
    }

    /// When the files changed last.
    fn changed(&self) -> [Option<SystemTime>; 2] {
        [&self.cert, &self.key].map(|path| std::fs::metadata(path).and_then(|data| data.modified()).ok())
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

fn read(cert: &Path, key: &Path) -> Result<Arc<CertifiedKey>, Error> {
    let wrong = |path: &Path| Error::new(format!("{} can't be read as PEM", path.display()));
    let chain: Vec<_> =
        CertificateDer::pem_file_iter(cert).and_then(Iterator::collect).map_err(|error| wrong(cert).because(error))?;
    if chain.is_empty() {
        return Err(Error::new(format!("{} has no certificate", cert.display())));
    }
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| wrong(key).because(error))?;
    let certified = CertifiedKey::from_der(chain, private, &ring::default_provider());
    let together = || Error::new(format!("{} and {} are no pair", cert.display(), key.display()));
    certified.map(Arc::new).map_err(|error| together().because(error))
}
