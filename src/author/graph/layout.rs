//! Where boxes and lines lie: boxes in rows from top to bottom, lines that pass between them.
//!
//! Rows, order and places come from the `dagre` crate (Sugiyama's method, network simplex, Brandes-Köpf). What is
//! ours: lines leave and reach a box at places of their own, cross a row straight down, and bend between rows only,
//! so that no line runs behind a box. Nothing here knows what a box stands for.

use dagre::graph::{Graph, GraphOptions};
use dagre::layout::types::LabelPos;
use dagre::{EdgeLabel, LayoutOptions, NodeLabel};

/// Room between boxes of a row, between lines, and between two rows.
const BETWEEN_BOXES: f64 = 26.0;
const BETWEEN_LINES: f64 = 18.0;
const BETWEEN_ROWS: f64 = 46.0;
/// Widest distance of two lines that meet the same side of a box.
const BETWEEN_PORTS: f64 = 34.0;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    pub width: f64,
    pub height: f64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// A line that is wanted: from a box to a box, with room for its label.
#[derive(Clone, Copy, Debug)]
pub struct Wire {
    pub from: usize,
    pub to: usize,
    pub label: Size,
    /// How much it matters that the line is short and straight.
    pub weight: i32,
}

/// Everything in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub size: Size,
    /// The middle of each box.
    pub boxes: Vec<Point>,
    pub routes: Vec<Route>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    pub points: Vec<Point>,
    /// The middle of the label.
    pub label: Point,
}

/// Places boxes and lines.
pub fn place(boxes: &[Size], wires: &[Wire]) -> Placed {
    let mut graph = Graph::with_options(GraphOptions { directed: true, multigraph: true, compound: false });
    for (number, size) in boxes.iter().enumerate() {
        let node = NodeLabel { width: size.width, height: size.height, ..NodeLabel::default() };
        graph.set_node(number.to_string(), Some(node));
    }
    for (number, wire) in wires.iter().enumerate() {
        let edge = EdgeLabel {
            width: wire.label.width,
            height: wire.label.height,
            weight: wire.weight,
            labelpos: LabelPos::Center,
            ..EdgeLabel::default()
        };
        graph.set_edge(wire.from.to_string(), wire.to.to_string(), Some(edge), Some(&number.to_string()));
    }
    let options = LayoutOptions {
        nodesep: BETWEEN_BOXES,
        edgesep: BETWEEN_LINES,
        ranksep: BETWEEN_ROWS,
        ..LayoutOptions::default()
    };
    dagre::layout(&mut graph, Some(options));

    let middles: Vec<Point> = (0..boxes.len())
        .map(|number| {
            let node = graph.node(&number.to_string());
            Point {
                x: node.and_then(|node| node.x).unwrap_or_default(),
                y: node.and_then(|node| node.y).unwrap_or_default(),
            }
        })
        .collect();
    let mut routes: Vec<Route> = wires
        .iter()
        .enumerate()
        .map(|(number, wire)| {
            let edge = graph.edge(&wire.from.to_string(), &wire.to.to_string(), Some(&number.to_string()));
            let points: Vec<Point> = edge
                .map(|edge| edge.points.iter().map(|point| Point { x: point.x, y: point.y }).collect())
                .unwrap_or_default();
            let middle = points.get(points.len() / 2).copied().unwrap_or_default();
            let label = edge.and_then(|edge| Some(Point { x: edge.x?, y: edge.y? })).unwrap_or(middle);
            Route { points, label }
        })
        .collect();
    let rows = rows(boxes, &middles);
    for (route, wire) in routes.iter_mut().zip(wires) {
        if wire.from != wire.to {
            cross_rows_straight(route, wire, &rows);
        }
    }
    give_ports(&mut routes, wires, boxes, &middles);
    shift_into_view(boxes, wires, middles, routes)
}

/// The rows: the middle of each, and half its height.
fn rows(boxes: &[Size], middles: &[Point]) -> Vec<(f64, f64)> {
    let mut rows: Vec<(f64, f64)> = Vec::new();
    for (size, middle) in boxes.iter().zip(middles) {
        match rows.iter_mut().find(|(y, _)| (*y - middle.y).abs() < 1.0) {
            Some((_, half)) => *half = half.max(size.height / 2.0),
            None => rows.push((middle.y, size.height / 2.0)),
        }
    }
    rows
}

/// Takes out the ends (ports replace them), and lets the line pass each row, and its own label, straight.
fn cross_rows_straight(route: &mut Route, wire: &Wire, rows: &[(f64, f64)]) {
    let inner = route.points.len().saturating_sub(1);
    let down = route.points.first().map(|point| point.y) < route.points.last().map(|point| point.y);
    let mut points = Vec::with_capacity(inner * 2);
    for point in route.points.get(1..inner).unwrap_or_default() {
        let half = match rows.iter().find(|(y, _)| (*y - point.y).abs() < 1.0) {
            Some((_, half)) => *half,
            None if (route.label.y - point.y).abs() < 1.0 => wire.label.height / 2.0,
            None => 0.0,
        };
        let half = if down { half } else { -half };
        points.extend([Point { x: point.x, y: point.y - half }, Point { x: point.x, y: point.y + half }]);
    }
    points.dedup();
    route.points = points;
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Top,
    Bottom,
}

/// An end of a line at a box: the line, whether it begins there, and the x that it comes from.
struct Port {
    wire: usize,
    begins: bool,
    toward: f64,
}

/// Gives the ends of all lines at one side of a box a place each, in the order in which they come.
fn give_ports(routes: &mut [Route], wires: &[Wire], boxes: &[Size], middles: &[Point]) {
    for (number, (size, middle)) in boxes.iter().zip(middles).enumerate() {
        for side in [Side::Top, Side::Bottom] {
            let mut ports: Vec<Port> = Vec::new();
            for (wire_number, wire) in wires.iter().enumerate().filter(|(_, wire)| wire.from != wire.to) {
                let down = middles[wire.from].y < middles[wire.to].y;
                let points = &routes[wire_number].points;
                if wire.from == number && down == (side == Side::Bottom) {
                    let toward = points.first().map_or(middles[wire.to].x, |point| point.x);
                    ports.push(Port { wire: wire_number, begins: true, toward });
                }
                if wire.to == number && down == (side == Side::Top) {
                    let toward = points.last().map_or(middles[wire.from].x, |point| point.x);
                    ports.push(Port { wire: wire_number, begins: false, toward });
                }
            }
            ports.sort_by(|left, right| left.toward.total_cmp(&right.toward));
            let gap = BETWEEN_PORTS.min(size.width * 0.8 / ports.len().max(1) as f64);
            let first = middle.x - gap * ports.len().saturating_sub(1) as f64 / 2.0;
            let y = middle.y + if side == Side::Top { -size.height / 2.0 } else { size.height / 2.0 };
            for (place, port) in ports.iter().enumerate() {
                let point = Point { x: first + gap * place as f64, y };
                let points = &mut routes[port.wire].points;
                let at = if port.begins { 0 } else { points.len() };
                points.insert(at, point);
            }
        }
    }
}

/// Moves everything so that nothing has a negative place, and measures the whole.
fn shift_into_view(boxes: &[Size], wires: &[Wire], mut middles: Vec<Point>, mut routes: Vec<Route>) -> Placed {
    let (mut low, mut high) = (Point { x: f64::MAX, y: f64::MAX }, Point { x: f64::MIN, y: f64::MIN });
    let mut cover = |middle: &Point, size: &Size| {
        low = Point { x: low.x.min(middle.x - size.width / 2.0), y: low.y.min(middle.y - size.height / 2.0) };
        high = Point { x: high.x.max(middle.x + size.width / 2.0), y: high.y.max(middle.y + size.height / 2.0) };
    };
    middles.iter().zip(boxes).for_each(|(middle, size)| cover(middle, size));
    for (route, wire) in routes.iter().zip(wires) {
        cover(&route.label, &wire.label);
        route.points.iter().for_each(|point| cover(point, &Size::default()));
    }
    if boxes.is_empty() {
        return Placed { size: Size::default(), boxes: middles, routes };
    }
    let shift = |point: &mut Point| *point = Point { x: point.x - low.x, y: point.y - low.y };
    middles.iter_mut().for_each(shift);
    for route in &mut routes {
        shift(&mut route.label);
        route.points.iter_mut().for_each(shift);
    }
    Placed { size: Size { width: high.x - low.x, height: high.y - low.y }, boxes: middles, routes }
}

#[cfg(test)]
mod tests {
    use super::{Placed, Size, Wire, place};
    use proptest::prelude::*;

    fn drawing() -> impl Strategy<Value = (Vec<Size>, Vec<Wire>)> {
        let size = (40.0..300.0, 20.0..200.0).prop_map(|(width, height)| Size { width, height });
        prop::collection::vec(size, 1..12).prop_flat_map(|boxes| {
            let count = boxes.len();
            let wire = (0..count, 0..count, 0.0..150.0, 0.0..60.0).prop_map(|(from, to, width, height)| Wire {
                from,
                to,
                label: Size { width, height },
                weight: 1,
            });
            (Just(boxes), prop::collection::vec(wire, 0..24))
        })
    }

    fn overlaps(boxes: &[Size], placed: &Placed) -> Option<(usize, usize)> {
        let apart = |one: usize, other: usize| {
            let (a, b) = (&placed.boxes[one], &placed.boxes[other]);
            (a.x - b.x).abs() + 0.1 >= f64::midpoint(boxes[one].width, boxes[other].width)
                || (a.y - b.y).abs() + 0.1 >= f64::midpoint(boxes[one].height, boxes[other].height)
        };
        (0..boxes.len())
            .flat_map(|one| (0..one).map(move |other| (one, other)))
            .find(|(one, other)| !apart(*one, *other))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_graph_is_placed_the_same_way_twice_without_overlaps_and_inside((boxes, wires) in drawing()) {
            let placed = place(&boxes, &wires);
            prop_assert_eq!(&placed, &place(&boxes, &wires));
            prop_assert_eq!(overlaps(&boxes, &placed), None);
            for (route, wire) in placed.routes.iter().zip(&wires) {
                prop_assert!(route.points.len() >= 2, "a line without ends: {wire:?}");
                for point in &route.points {
                    prop_assert!((-0.1..=placed.size.width + 0.1).contains(&point.x), "{point:?}");
                    prop_assert!((-0.1..=placed.size.height + 0.1).contains(&point.y), "{point:?}");
                }
            }
        }
    }
}
