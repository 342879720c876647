//! Sentence vectors in a quarter of the room: 512 whole numbers from -127 to 127 and one scale each.
//!
//! The cosine with a full vector is right to about 0.002, which no threshold here can see.

use rten_simd::{Isa, SimdOp};

use crate::encoder::Vector;

/// Numbers added side by side, so that the compiler may use vector instructions.
const LANES: usize = 16;

/// Many vectors, one behind the other.
#[derive(Clone, Debug, Default)]
pub struct Compact {
    numbers: Vec<i8>,
    scales: Vec<f32>,
}

impl Compact {
    /// Out of what [`Compact::numbers`] and [`Compact::scales`] gave; `None` where they do not fit each other.
    #[must_use]
    pub fn of(numbers: Vec<i8>, scales: Vec<f32>) -> Option<Self> {
        (numbers.len() == scales.len() * Vector::LEN).then_some(Self { numbers, scales })
    }

    pub fn push(&mut self, vector: &Vector) {
        let largest = vector.0.iter().fold(f32::MIN_POSITIVE, |largest, number| largest.max(number.abs()));
        let scale = largest / 127.0;
        self.numbers.extend(vector.0.iter().map(|number| (number / scale).round() as i8));
        self.scales.push(scale);
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    #[must_use]
    pub fn numbers(&self) -> &[i8] {
        &self.numbers
    }

    #[must_use]
    pub fn scales(&self) -> &[f32] {
        &self.scales
    }

    /// A vector again.
    #[must_use]
    pub fn get(&self, place: usize) -> Vector {
        let mut vector = Vector([0.0; Vector::LEN]);
        for (number, compact) in vector.0.iter_mut().zip(self.row(place)) {
            *number = f32::from(*compact) * self.scales[place];
        }
        vector
    }

    /// How alike a vector is to each of these, in their order.
    #[must_use]
    pub fn cosines(&self, vector: &Vector) -> Vec<f32> {
        Cosines { known: self, vector }.dispatch()
    }

    /// How alike a vector is to one of these.
    #[must_use]
    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    pub fn cosine(&self, place: usize, vector: &Vector) -> f32 {
        let mut lanes = [0.0_f32; LANES];
        let (numbers, _) = self.row(place).as_chunks::<LANES>();
        let (others, _) = vector.0.as_chunks::<LANES>();
        for (numbers, others) in numbers.iter().zip(others) {
            for ((lane, number), other) in lanes.iter_mut().zip(numbers).zip(others) {
                *lane += f32::from(*number) * other;
            }
        }
        lanes.iter().sum::<f32>() * self.scales[place]
    }

    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    fn row(&self, place: usize) -> &[i8] {
        &self.numbers[place * Vector::LEN..][..Vector::LEN]
    }
}

/// All cosines in the widest vector instructions that this CPU has: the same numbers in the same order on each.
struct Cosines<'a> {
    known: &'a Compact,
    vector: &'a Vector,
}

impl SimdOp for Cosines<'_> {
    type Output = Vec<f32>;

    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    fn eval<I: Isa>(self, _isa: I) -> Vec<f32> {
        let mut cosines = Vec::with_capacity(self.known.len());
        for place in 0..self.known.len() {
            cosines.push(self.known.cosine(place, self.vector));
        }
        cosines
    }
}

#[cfg(test)]
mod tests {
    use super::Compact;
    use crate::encoder::Vector;

    #[test]
    fn a_compact_vector_is_nearly_the_vector_that_it_was_made_of() {
        let mut vector = Vector([0.0; Vector::LEN]);
        for (place, number) in vector.0.iter_mut().enumerate() {
            *number = ((place * 37 % 101) as f32 - 50.0) / 660.0;
        }
        let length = vector.cosine(&vector);
        let mut compact = Compact::default();
        compact.push(&vector);
        assert!((compact.cosine(0, &vector) / length - 1.0).abs() < 0.002);
        assert!((compact.cosines(&vector)[0] - compact.cosine(0, &vector)).abs() < 1e-6);
        assert!((compact.get(0).cosine(&vector) / length - 1.0).abs() < 0.002);
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        assert!(Compact::of(vec![0; Vector::LEN], vec![1.0, 1.0]).is_none());
        assert_eq!(Compact::of(vec![0; Vector::LEN], vec![1.0]).map(|compact| compact.len()), Some(1));
    }
}
