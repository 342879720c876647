//! Sentence vectors in a quarter of the room: 512 whole numbers from -127 to 127 and one scale each.
//!
//! The cosine with a full vector is right to about 0.002, which no threshold here can see.

use rten_simd::{Isa, SimdOp};

use crate::encoder::Vector;

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
        Cosines { known: self, whole: Whole::of(vector) }.dispatch()
    }

    /// How alike a vector is to one of these.
    #[must_use]
    pub fn cosine(&self, place: usize, vector: &Vector) -> f32 {
        self.cosine_of(place, &Whole::of(vector))
    }

    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    fn cosine_of(&self, place: usize, whole: &Whole) -> f32 {
        let products =
            self.row(place).iter().zip(&whole.numbers).map(|(number, other)| i32::from(*number) * i32::from(*other));
        products.sum::<i32>() as f32 * self.scales[place] * whole.scale
    }

    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    fn row(&self, place: usize) -> &[i8] {
        &self.numbers[place * Vector::LEN..][..Vector::LEN]
    }
}

/// A vector in whole numbers of 16 bits, one part in thirty thousand right. Products of theirs with those of a compact vector
/// add up exactly and stay below 2^31: 127 * 32767 * 512.
struct Whole {
    numbers: [i16; Vector::LEN],
    scale: f32,
}

impl Whole {
    fn of(vector: &Vector) -> Self {
        let largest = vector.0.iter().fold(f32::MIN_POSITIVE, |largest, number| largest.max(number.abs()));
        let scale = largest / f32::from(i16::MAX);
        Self { numbers: vector.0.map(|number| (number / scale).round() as i16), scale }
    }
}

/// All cosines in the widest vector instructions that this CPU has: the same numbers on each.
struct Cosines<'a> {
    known: &'a Compact,
    whole: Whole,
}

impl SimdOp for Cosines<'_> {
    type Output = Vec<f32>;

    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    fn eval<I: Isa>(self, _isa: I) -> Vec<f32> {
        let mut cosines = Vec::with_capacity(self.known.len());
        for place in 0..self.known.len() {
            cosines.push(self.known.cosine_of(place, &self.whole));
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
        assert!((compact.cosine(0, &vector) - compact.get(0).cosine(&vector)).abs() < 1e-4);
        assert!((compact.get(0).cosine(&vector) / length - 1.0).abs() < 0.002);
    }

    #[test]
    fn the_largest_products_do_not_overflow() {
        let (most, least) = (Vector([1.0; Vector::LEN]), Vector([-1.0; Vector::LEN]));
        let mut compact = Compact::default();
        compact.push(&most);
        assert!((compact.cosine(0, &most) - 512.0).abs() < 0.5);
        assert!((compact.cosine(0, &least) + 512.0).abs() < 0.5);
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        assert!(Compact::of(vec![0; Vector::LEN], vec![1.0, 1.0]).is_none());
        assert_eq!(Compact::of(vec![0; Vector::LEN], vec![1.0]).map(|compact| compact.len()), Some(1));
    }
}
