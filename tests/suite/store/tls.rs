//! A Postgres that is spoken to by TLS only.

use handrail::ops::Tasks;
use handrail::store::{Keys, Place, Store};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use super::ground::start_with;

/// The certificate of a server that calls itself `localhost`, its key, and the certificate that vouches for it, as PEM.
fn certificates() -> (String, String, String) {
    let (root_key, key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let mut root = CertificateParams::new(Vec::<String>::new()).unwrap();
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root_certificate = root.self_signed(&root_key).unwrap();
    let issuer = Issuer::new(root, root_key);
    let server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    (server.pem(), key.serialize_pem(), root_certificate.pem())
}

#[tokio::test]
async fn postgres_is_spoken_to_by_tls_where_the_address_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: String| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file.display().to_string()
    };
    let (certificate, key, root) = certificates();
    let (certificate, key, root) = (put("server.crt", certificate), put("server.key", key), put("root.crt", root));
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let _server = start_with(&["off", &port.to_string(), &certificate, &key]);
    let open = |query: String| async move {
        let address = format!("postgres://postgres@localhost:{port}/postgres?{query}").into();
        Store::open_at(&Place::Postgres { address, connections: 2 }, Keys::generate().unwrap(), &Tasks::new()).await
    };
    let refused = open("sslmode=disable".to_owned()).await.unwrap_err();
    assert!(refused.to_string().contains("no encryption"), "{refused}");
    let stranger = open("sslmode=verify-full".to_owned()).await.unwrap_err();
    assert!(stranger.is_passing(), "nobody known vouches for this certificate: {stranger}");
    let store = open(format!("sslmode=verify-full&sslrootcert={root}")).await.unwrap();
    store.ping().await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn sslmode_require_is_not_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key, _) = certificates();
    let (crt, pem) = (folder.path().join("server.crt"), folder.path().join("server.key"));
    std::fs::write(&crt, certificate).unwrap();
    std::fs::write(&pem, key).unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let said = [port.to_string(), crt.display().to_string(), pem.display().to_string()];
    let _server = start_with(&["off", &said[0], &said[1], &said[2]]);
    let address = format!("postgres://postgres@localhost:{port}/postgres?sslmode=require").into();
    let place = Place::Postgres { address, connections: 2 };
    let store = Store::open_at(&place, Keys::generate().unwrap(), &Tasks::new()).await.unwrap();
    store.ping().await.unwrap();
    store.close().await;
}
