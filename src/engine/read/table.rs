//! Tables, filled one cell at a time: row by row, each answer one cell.

use super::{Reading, limit};
use crate::engine::model::{Choice, Slot};
use crate::engine::value::{Cell, Value};

/// The first cell that has no answer yet.
#[must_use]
pub fn next_cell<'a>(slot: &'a Slot, gathered: Option<&Value>) -> Option<(&'a Choice, &'a Choice)> {
    let filled: &[Cell] = match gathered {
        Some(Value::Table(cells)) => cells,
        _ => &[],
    };
    slot.rows.iter().flat_map(|row| slot.columns.iter().map(move |column| (row, column))).find(|(row, column)| {
        !filled.iter().any(|cell| *cell.row == *row.value.name && *cell.column == *column.value.name)
    })
}

/// Puts the answer into the next cell.
pub fn read_cell(slot: &Slot, text: &str, gathered: Option<&Value>) -> Reading {
    let max = limit(slot);
    if text.chars().nth(max).is_some() {
        return Reading::TooLong(max);
    }
    let mut cells = match gathered {
        Some(Value::Table(cells)) => cells.clone(),
        _ => Vec::new(),
    };
    let Some((row, column)) = next_cell(slot, gathered) else { return Reading::Unclear };
    cells.push(Cell {
        row: Box::from(&*row.value.name),
        column: Box::from(&*column.value.name),
        text: Box::from(text),
    });
    Reading::Clear(Value::Table(cells))
}
