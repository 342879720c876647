//! A sentence as a point on the unit sphere.

/// 512 numbers whose squares sum to one.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector(pub [f32; Vector::LEN]);

impl Vector {
    /// How many numbers a vector has.
    pub const LEN: usize = 512;

    /// How alike two sentences are: 1 the same, around 0 unrelated. Both have length 1, so this is their scalar
    /// product.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        self.0.iter().zip(&other.0).map(|(a, b)| a * b).sum()
    }

    /// Brings numbers to length 1.
    pub(super) fn of(mut numbers: [f32; Self::LEN]) -> Self {
        let length = numbers.iter().map(|number| number * number).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        for number in &mut numbers {
            *number /= length;
        }
        Self(numbers)
    }
}
