//! How files of this room are read: generous limits, because they are our own and large, and duplicate keys refused.

pub(crate) fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: 2_000_000,
            max_nodes: 1_000_000,
            max_total_scalar_bytes: 32 * 1024 * 1024,
        },
    }
}
