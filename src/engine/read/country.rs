//! Countries by name, in English and Spanish, as people write them.

use super::Reading;
use crate::engine::value::Value;
use crate::message::{Country, Language, fold};

/// Code, English name, Spanish name, other names (folded, `|` between).
type Row = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const COUNTRIES: &[Row] = &[
    ("AE", "United Arab Emirates", "Emiratos Árabes Unidos", "uae|emirates|dubai|abu dhabi"),
    ("AR", "Argentina", "Argentina", "buenos aires"), ("AT", "Austria", "Austria", "osterreich|vienna|viena"),
    ("AU", "Australia", "Australia", "oz|aussie|sydney|melbourne"), ("BA", "Bosnia and Herzegovina", "Bosnia y Herzegovina", "bosnia"),
    ("BB", "Barbados", "Barbados", ""), ("BD", "Bangladesh", "Bangladés", "bangladesh"), ("BE", "Belgium", "Bélgica", "belgique|belgie"),
    ("BG", "Bulgaria", "Bulgaria", ""), ("BN", "Brunei", "Brunéi", ""), ("BO", "Bolivia", "Bolivia", ""),
    ("BR", "Brazil", "Brasil", ""), ("BS", "Bahamas", "Bahamas", "the bahamas"), ("BW", "Botswana", "Botsuana", ""),
    ("BY", "Belarus", "Bielorrusia", ""), ("CA", "Canada", "Canadá", "toronto|vancouver|montreal|quebec|ontario"),
    ("CH", "Switzerland", "Suiza", "schweiz|suisse"), ("CL", "Chile", "Chile", ""), ("CN", "China", "China", ""),
    ("CO", "Colombia", "Colombia", "bogota|medellin"), ("CR", "Costa Rica", "Costa Rica", ""), ("CU", "Cuba", "Cuba", ""),
    ("CY", "Cyprus", "Chipre", ""), ("CZ", "Czechia", "Chequia", "czech republic|republica checa"),
    ("DE", "Germany", "Alemania", "deutschland|berlin"), ("DK", "Denmark", "Dinamarca", "danmark"),
    ("DO", "Dominican Republic", "República Dominicana", "dominicana|rd"), ("EC", "Ecuador", "Ecuador", ""),
    ("EE", "Estonia", "Estonia", ""), ("EG", "Egypt", "Egipto", ""), ("ES", "Spain", "España", "espana|madrid|barcelona"),
    ("FI", "Finland", "Finlandia", "suomi"), ("FJ", "Fiji", "Fiyi", ""), ("FR", "France", "Francia", "paris"),
    ("GB", "United Kingdom", "Reino Unido", "uk|u k|britain|great britain|gran bretana|england|inglaterra|scotland|escocia|wales|gales|northern ireland|irlanda del norte|london|londres"),
    ("GR", "Greece", "Grecia", ""), ("GT", "Guatemala", "Guatemala", ""), ("GY", "Guyana", "Guyana", ""),
    ("HK", "Hong Kong", "Hong Kong", ""), ("HN", "Honduras", "Honduras", ""), ("HR", "Croatia", "Croacia", "hrvatska"),
    ("HU", "Hungary", "Hungría", ""), ("ID", "Indonesia", "Indonesia", ""), ("IE", "Ireland", "Irlanda", "eire|dublin|republic of ireland"),
    ("IL", "Israel", "Israel", ""), ("IN", "India", "India", "delhi|mumbai|bharat"), ("IS", "Iceland", "Islandia", ""),
    ("IT", "Italy", "Italia", ""), ("JM", "Jamaica", "Jamaica", ""), ("JO", "Jordan", "Jordania", ""),
    ("JP", "Japan", "Japón", "nippon|tokyo"), ("KE", "Kenya", "Kenia", ""), ("KH", "Cambodia", "Camboya", ""),
    ("KR", "South Korea", "Corea del Sur", "korea|corea"), ("KZ", "Kazakhstan", "Kazajistán", ""), ("LB", "Lebanon", "Líbano", ""),
    ("LK", "Sri Lanka", "Sri Lanka", ""), ("LT", "Lithuania", "Lituania", ""), ("LU", "Luxembourg", "Luxemburgo", ""),
    ("LV", "Latvia", "Letonia", ""), ("MD", "Moldova", "Moldavia", ""), ("MN", "Mongolia", "Mongolia", ""),
    ("MT", "Malta", "Malta", ""), ("MU", "Mauritius", "Mauricio", ""), ("MX", "Mexico", "México", "mejico|cdmx|guadalajara|monterrey"),
    ("MY", "Malaysia", "Malasia", ""), ("NG", "Nigeria", "Nigeria", "lagos"), ("NI", "Nicaragua", "Nicaragua", ""),
    ("NL", "Netherlands", "Países Bajos", "holland|holanda|the netherlands|nederland"), ("NO", "Norway", "Noruega", "norge"),
    ("NP", "Nepal", "Nepal", ""), ("NZ", "New Zealand", "Nueva Zelanda", "aotearoa|auckland|nueva zelandia"),
    ("PA", "Panama", "Panamá", ""), ("PE", "Peru", "Perú", "lima"), ("PG", "Papua New Guinea", "Papúa Nueva Guinea", ""),
    ("PH", "Philippines", "Filipinas", "the philippines|manila"), ("PK", "Pakistan", "Pakistán", ""), ("PL", "Poland", "Polonia", "polska"),
    ("PR", "Puerto Rico", "Puerto Rico", ""), ("PT", "Portugal", "Portugal", ""), ("PY", "Paraguay", "Paraguay", ""),
    ("RO", "Romania", "Rumanía", "rumania"), ("RS", "Serbia", "Serbia", ""), ("RU", "Russia", "Rusia", ""),
    ("RW", "Rwanda", "Ruanda", ""), ("SA", "Saudi Arabia", "Arabia Saudita", "arabia saudi"), ("SE", "Sweden", "Suecia", "sverige"),
    ("SG", "Singapore", "Singapur", ""), ("SI", "Slovenia", "Eslovenia", ""), ("SK", "Slovakia", "Eslovaquia", ""),
    ("SV", "El Salvador", "El Salvador", "salvador"), ("TH", "Thailand", "Tailandia", ""), ("TR", "Türkiye", "Turquía", "turkey"),
    ("TT", "Trinidad and Tobago", "Trinidad y Tobago", "trinidad"), ("TW", "Taiwan", "Taiwán", ""), ("TZ", "Tanzania", "Tanzania", ""),
    ("UA", "Ukraine", "Ucrania", ""), ("UG", "Uganda", "Uganda", ""),
    ("US", "United States", "Estados Unidos", "us|usa|u s a|u s|eeuu|ee uu|eua|america|the states|the us|in the us|united states of america|estados unidos de america|texas|california|florida|new york|nueva york|chicago"),
    ("UY", "Uruguay", "Uruguay", ""), ("VE", "Venezuela", "Venezuela", "caracas"), ("VN", "Vietnam", "Vietnam", ""),
    ("ZA", "South Africa", "Sudáfrica", ""),
];
/// Codes that are everyday words, too short to be taken for a country unless written in capitals.
const SHORT_MAX: usize = 2;

/// What people write before the name of a place.
const BEFORE_PLACES: &[&str] = &[
    "i live in ",
    "i am in ",
    "i am from ",
    "im in ",
    "im from ",
    "from ",
    "in ",
    "vivo en ",
    "estoy en ",
    "soy de ",
    "de ",
    "en ",
];
const ARTICLES: &[&str] = &["the ", "el ", "la ", "los ", "las "];

pub fn read_country(text: &str) -> Reading {
    match find_country(text) {
        Some((country, true)) => Reading::Clear(Value::Country(country)),
        Some((country, false)) => Reading::Doubtful(Value::Country(country)),
        None => Reading::Unclear,
    }
}

/// Finds a country, and whether the text was its exact name.
///
/// ```
/// use handrail::engine::find_country;
/// let found = |text| find_country(text).map(|(country, exact)| (country.to_string(), exact));
/// assert_eq!(found("I live in Mexico"), Some(("MX".to_owned(), true)));
/// assert_eq!(found("Germny"), Some(("DE".to_owned(), false)));
/// assert_eq!(found("no"), None);
/// assert_eq!(found("NO"), Some(("NO".to_owned(), true)));
/// ```
#[must_use]
pub fn find_country(text: &str) -> Option<(Country, bool)> {
    let text = text.trim();
    if text.len() > 120 {
        return None;
    }
    if text.len() <= SHORT_MAX
        && text.chars().all(|symbol| symbol.is_ascii_uppercase())
        && let Some((code, ..)) = COUNTRIES.iter().find(|(code, ..)| *code == text)
    {
        return Country::from_code(code).map(|country| (country, true));
    }
    let folded = fold(text);
    let without = |text: &'_ str, prefixes: &[&str]| {
        prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)).map_or_else(|| text.to_owned(), str::to_owned)
    };
    let place = without(&folded, BEFORE_PLACES);
    let bare = without(&place, ARTICLES);
    let bare = bare.as_str();
    for wanted in [folded.as_str(), place.as_str(), bare] {
        if let Some((code, ..)) = COUNTRIES.iter().find(|row| names(row).any(|name| name == wanted)) {
            return Country::from_code(code).map(|country| (country, true));
        }
    }
    if bare.len() < 5 {
        return None;
    }
    let mut nearest = COUNTRIES
        .iter()
        .map(|row| (names(row).map(|name| strsim::damerau_levenshtein(&name, bare)).min().unwrap_or(usize::MAX), row.0))
        .filter(|(distance, _)| *distance <= if bare.len() >= 8 { 2 } else { 1 });
    let first = nearest.next()?;
    match nearest.next() {
        None => Country::from_code(first.1).map(|country| (country, false)),
        Some(_) => None,
    }
}

fn names(row: &Row) -> impl Iterator<Item = String> {
    [fold(row.1), fold(row.2)].into_iter().chain(row.3.split('|').filter(|name| !name.is_empty()).map(str::to_owned))
}

/// The name of a country, or its code where it is not in the table.
#[must_use]
pub fn country_name(country: Country, language: Language) -> String {
    COUNTRIES.iter().find(|(code, ..)| *code == country.code()).map_or_else(
        || country.code().to_owned(),
        |(_, english, spanish, _)| if language == Language::Es { (*spanish).to_owned() } else { (*english).to_owned() },
    )
}
