//! The lexicons as they were compiled in: what the program reads if it is given no folder.

/// Name and text of each language's lexicon, in the order of a folder.
pub const LEXICONS: [(&str, &str); 5] = [
    ("config/crisis/de.yaml", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/crisis/de.yaml"))),
    ("config/crisis/en.yaml", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/crisis/en.yaml"))),
    ("config/crisis/es.yaml", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/crisis/es.yaml"))),
    ("config/crisis/fr.yaml", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/crisis/fr.yaml"))),
    ("config/crisis/pt.yaml", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/crisis/pt.yaml"))),
];

/// What the build made of them; see build.rs.
pub(crate) const TABLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicons.bin"));
