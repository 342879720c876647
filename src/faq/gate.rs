//! Is this for us at all? A logistic regression on nine features of a reading.
//!
//! The best topic's probability alone does not tell: one of 169 always wins. How far ahead it is, how near the nearest
//! phrasings are and how near what is out of scope is tell much more together.

/// Features of a reading: see [`super::reading`].
pub const FEATURES: usize = 9;
/// Steps of the descent, and how far each goes; the loss is flat long before the end.
const STEPS: usize = 3000;
const RATE: f64 = 1.0;
/// Keeps weights small, and so the gate smooth.
const SHRINK: f64 = 1e-3;

/// The features of one reading.
pub type Features = [f32; FEATURES];

/// Mean, spread and weight of each feature, and a bias.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gate {
    pub means: Features,
    pub spreads: Features,
    pub weights: Features,
    pub bias: f32,
}

impl Gate {
    /// How sure it is that some topic is meant, 0 to 1.
    #[must_use]
    pub fn open(&self, features: &Features) -> f32 {
        let standard = self.standard(features);
        let score: f32 = standard.iter().zip(&self.weights).map(|(feature, weight)| feature * weight).sum();
        1.0 / (1.0 + (-(score + self.bias)).exp())
    }

    /// Learns from readings of texts that were not in the training of what read them: whether a topic was meant.
    /// Both kinds count alike, however many there are of each.
    #[must_use]
    pub fn learn(readings: &[(Features, bool)]) -> Self {
        let count = |meant: bool| readings.iter().filter(|(_, is)| *is == meant).count().max(1) as f64;
        let (inside, outside) = (count(true), count(false));
        let mut gate = Self { spreads: [1.0; FEATURES], ..Self::default() };
        for feature in 0..FEATURES {
            let values = || readings.iter().map(|(features, _)| f64::from(features[feature]));
            let mean = values().sum::<f64>() / readings.len().max(1) as f64;
            let variance = values().map(|value| (value - mean).powi(2)).sum::<f64>() / readings.len().max(1) as f64;
            gate.means[feature] = mean as f32;
            gate.spreads[feature] = variance.sqrt().max(1e-6) as f32;
        }
        let standard: Vec<(Features, bool)> =
            readings.iter().map(|(features, meant)| (gate.standard(features), *meant)).collect();
        let mut weights = [0.0_f64; FEATURES];
        let mut bias = 0.0_f64;
        for _ in 0..STEPS {
            let mut slopes = weights.map(|weight| weight * SHRINK);
            let mut slope = 0.0;
            for (features, meant) in &standard {
                let score: f64 =
                    features.iter().zip(&weights).map(|(feature, weight)| f64::from(*feature) * weight).sum();
                let open = 1.0 / (1.0 + (-(score + bias)).exp());
                let (target, share) = if *meant { (1.0, 0.5 / inside) } else { (0.0, 0.5 / outside) };
                let error = (open - target) * share;
                slope += error;
                slopes.iter_mut().zip(features).for_each(|(slope, feature)| *slope += error * f64::from(*feature));
            }
            bias -= RATE * slope;
            weights.iter_mut().zip(slopes).for_each(|(weight, slope)| *weight -= RATE * slope);
        }
        gate.weights = weights.map(|weight| weight as f32);
        gate.bias = bias as f32;
        gate
    }

    fn standard(&self, features: &Features) -> Features {
        std::array::from_fn(|place| (features[place] - self.means[place]) / self.spreads[place])
    }
}

#[cfg(test)]
mod tests {
    use super::{FEATURES, Gate};

    #[test]
    fn it_learns_the_feature_that_tells_and_ignores_the_rest() {
        let readings: Vec<_> = (0..200)
            .map(|number| {
                let mut features = [0.0; FEATURES];
                features[3] = number as f32;
                features[7] = (number * 31 % 17) as f32;
                (features, number >= 150)
            })
            .collect();
        let gate = Gate::learn(&readings);
        assert!(gate.open(&readings[190].0) > 0.9);
        assert!(gate.open(&readings[20].0) < 0.1);
        assert!(gate.weights[3] > 10.0 * gate.weights[7].abs());
    }
}
