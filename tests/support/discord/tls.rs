//! The second set-up: a certificate for discord.com by an authority that only the test trusts.

use std::net::SocketAddr;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::server::TlsStream;

pub struct Identity {
    pub authority: String,
    acceptor: TlsAcceptor,
}

impl Identity {
    pub fn new() -> Self {
        let mut parent = CertificateParams::new(Vec::new()).unwrap();
        parent.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let parent_key = KeyPair::generate().unwrap();
        let authority = parent.self_signed(&parent_key).unwrap();
        let issuer = Issuer::new(parent, parent_key);
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec!["discord.com".to_owned()]).unwrap();
        let certificate = certificate.signed_by(&key, &issuer).unwrap();
        let chain = vec![CertificateDer::from(certificate.der().to_vec())];
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(chain, key).unwrap();
        Self { authority: authority.pem(), acceptor: TlsAcceptor::from(Arc::new(config)) }
    }
}

/// A listener whose connections are encrypted.
pub struct TlsListener {
    pub listener: TcpListener,
    pub identity: Identity,
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Ok((stream, address)) = self.listener.accept().await else { continue };
            if let Ok(stream) = self.identity.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}
