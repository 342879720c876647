//! Where people say they live, and the zone that keeps their clock.
//!
//! A row is a zone and names for it, in folded letters. Three marks:
//! - a name in rows of two zones means either: Florida, Portland, IST;
//! - `name?` is understood but said back: most of Mexico, though not all of it, is on one clock;
//! - `(name)` says nothing alone and narrows another name: "Cancún, Mexico".
//!
//! Not everything is here: any city that names a zone of the tz database is found there. Left out
//! on purpose are abbreviations that are words (cat, eat, art, pet, wet).

/// The order is the order in which options are offered.
#[rustfmt::skip]
pub(super) const PLACES: &[(&str, &str)] = &[
    // United States
    ("America/New_York", "et|est|edt|eastern|eastern us|us eastern|east coast|hora este|hora del este|zona este|este?|costa este"),
    ("America/New_York", "new york city|new york|nyc|ny|nueva york|manhattan|brooklyn|queens|bronx|(usa)"),
    ("America/New_York", "boston|philadelphia|philly|filadelfia|atlanta|miami|orlando|tampa|jacksonville|fort lauderdale"),
    ("America/New_York", "washington d c|washington dc|dc|washington|baltimore|pittsburgh|cleveland|columbus|cincinnati|charlotte"),
    ("America/New_York", "raleigh|charleston|richmond|norfolk|virginia beach|newark|jersey city|buffalo|rochester|albany"),
    ("America/New_York", "hartford|providence|new haven|portland|augusta|concord|montpelier|burlington|trenton|dover|harrisburg"),
    ("America/New_York", "annapolis|columbia|tallahassee|knoxville|savannah|gainesville|st petersburg|saint petersburg|san petersburgo|cambridge|manchester"),
    ("America/New_York", "connecticut|delaware|district of columbia|florida|georgia|maine|maryland|massachusetts|new hampshire|new jersey"),
    ("America/New_York", "north carolina|ohio|pennsylvania|rhode island|south carolina|vermont|virginia|west virginia|new england|tennessee|kentucky"),
    ("America/New_York", "nueva jersey|nuevo hampshire|carolina del norte|carolina del sur|pensilvania|virginia occidental|nueva inglaterra"),
    ("America/Detroit", "detroit|michigan|lansing|grand rapids|ann arbor|(usa)"),
    ("America/Kentucky/Louisville", "louisville|frankfort|lexington|(kentucky)|(usa)"),
    ("America/Indiana/Indianapolis", "indianapolis|indiana|fort wayne|(usa)"),
    ("America/Chicago", "ct|cst?|cdt|central|us central|central us|hora central|tiempo del centro|(usa)"),
    ("America/Chicago", "chicago|houston|dallas|austin|san antonio|fort worth|new orleans|nueva orleans|milwaukee|minneapolis"),
    ("America/Chicago", "st paul|saint paul|st louis|saint louis|san luis misuri|kansas city|nashville|memphis|oklahoma city|tulsa|omaha|lincoln"),
    ("America/Chicago", "des moines|madison|springfield|topeka|wichita|little rock|baton rouge|jackson|jefferson city|montgomery|birmingham"),
    ("America/Chicago", "pierre|bismarck|fargo|sioux falls|pensacola|huntsville|laredo|mcallen|brownsville"),
    ("America/Chicago", "alabama|arkansas|illinois|iowa|louisiana|minnesota|mississippi|missouri|oklahoma|wisconsin|luisiana|misisipi|misuri"),
    ("America/Chicago", "texas|tejas|tennessee|florida|indiana|kansas|kentucky|michigan|nebraska|north dakota|south dakota|dakota del norte|dakota del sur"),
    ("America/Denver", "mt|mst|mdt|mountain|us mountain|mountain us|hora de la montana|hora montana|(usa)"),
    ("America/Denver", "denver|colorado|colorado springs|boulder|salt lake city|utah|albuquerque|santa fe|new mexico|nuevo mexico|el paso"),
    ("America/Denver", "wyoming|cheyenne|montana|helena|billings|rapid city|texas|tejas|kansas|nebraska|north dakota|south dakota|dakota del norte|dakota del sur"),
    ("America/Boise", "boise|idaho|(oregon)|(usa)"),
    ("America/Phoenix", "phoenix|arizona|tucson|scottsdale|mst|fenix|(usa)"),
    ("America/Los_Angeles", "pt|pst|pdt|pacific|us pacific|pacific us|west coast|pacifico|hora del pacifico|costa oeste|(usa)"),
    ("America/Los_Angeles", "los angeles|la|l a|hollywood|san francisco|sf|san diego|san jose|sacramento|oakland|fresno|long beach|california|cali|ca"),
    ("America/Los_Angeles", "seattle|washington|washington state|olympia|spokane|tacoma|portland|oregon|salem|eugene|idaho|las vegas|nevada|reno|carson city"),
    ("America/Anchorage", "alaska|akst|akdt|anchorage|fairbanks|(usa)"),
    ("America/Juneau", "juneau|(alaska)|(usa)"),
    ("Pacific/Honolulu", "hawaii|hawai|honolulu|hst|maui|(usa)"),
    ("America/Puerto_Rico", "puerto rico|pr|san juan|ast|(usa)"),
    ("Pacific/Guam", "guam|chst|(usa)"),
    // "United States" alone: the six that most people keep.
    ("America/New_York", "usa|us|united states|estados unidos|eeuu|ee uu"),
    ("America/Chicago", "usa|us|united states|estados unidos|eeuu|ee uu"),
    ("America/Denver", "usa|us|united states|estados unidos|eeuu|ee uu"),
    ("America/Los_Angeles", "usa|us|united states|estados unidos|eeuu|ee uu"),
    ("America/Anchorage", "usa|us|united states|estados unidos|eeuu|ee uu"),
    ("Pacific/Honolulu", "usa|us|united states|estados unidos|eeuu|ee uu"),
    // Canada
    ("America/Toronto", "toronto|ottawa|montreal|quebec|quebec city|hamilton|ontario|mississauga|london|(eastern)|canada"),
    ("America/Winnipeg", "winnipeg|manitoba|(central)|(canada)"),
    ("America/Regina", "regina|saskatoon|saskatchewan|(canada)"),
    ("America/Edmonton", "calgary|edmonton|alberta|(mountain)|canada"),
    ("America/Vancouver", "vancouver|victoria|british columbia|columbia britanica|(pacific)|canada"),
    ("America/Halifax", "halifax|nova scotia|nueva escocia|new brunswick|moncton|prince edward island|atlantic|adt|ast|canada"),
    ("America/St_Johns", "st johns|saint johns|newfoundland|terranova|nst|ndt|canada"),
    // Mexico, Central America and the Caribbean
    ("America/Mexico_City", "mexico city|ciudad de mexico|cdmx|mexico d f|mexico df|mexico?|guadalajara|puebla|leon|queretaro|toluca|hora del centro de mexico|hora del centro|zona centro"),
    ("America/Mexico_City", "san luis potosi|aguascalientes|morelia|oaxaca|veracruz|acapulco|cuernavaca|tuxtla gutierrez"),
    ("America/Merida", "merida|yucatan|campeche|(mexico)"),
    ("America/Monterrey", "monterrey|nuevo leon|saltillo|torreon|durango|tampico|(mexico)"),
    ("America/Chihuahua", "chihuahua|(mexico)"),
    ("America/Ciudad_Juarez", "ciudad juarez|juarez|(mexico)"),
    ("America/Matamoros", "matamoros|reynosa|nuevo laredo|(mexico)"),
    ("America/Hermosillo", "hermosillo|sonora|(mexico)"),
    ("America/Mazatlan", "mazatlan|culiacan|sinaloa|la paz|baja california sur|los cabos|cabo san lucas|(mexico)"),
    ("America/Tijuana", "tijuana|mexicali|ensenada|baja california|(mexico)"),
    ("America/Cancun", "cancun|playa del carmen|quintana roo|tulum|chetumal|(mexico)"),
    ("America/Guatemala", "guatemala|guatemala city|ciudad de guatemala"),
    ("America/El_Salvador", "el salvador|san salvador"),
    ("America/Tegucigalpa", "honduras|tegucigalpa|san pedro sula"),
    ("America/Managua", "nicaragua|managua"),
    ("America/Costa_Rica", "costa rica|san jose"),
    ("America/Panama", "panama|panama city|ciudad de panama"),
    ("America/Belize", "belize|belice"),
    ("America/Havana", "cuba|havana|la habana"),
    ("America/Santo_Domingo", "dominican republic|republica dominicana|santo domingo|santiago de los caballeros"),
    ("America/Jamaica", "jamaica|kingston"),
    ("America/Port-au-Prince", "haiti|port au prince|puerto principe"),
    ("America/Port_of_Spain", "trinidad|trinidad and tobago|trinidad y tobago|port of spain"),
    ("America/Barbados", "barbados|bridgetown"),
    ("America/Nassau", "bahamas|nassau"),
    // South America
    ("America/Bogota", "colombia|bogota|medellin|cali|barranquilla|cartagena|bucaramanga"),
    ("America/Caracas", "venezuela|caracas|maracaibo|valencia|barquisimeto"),
    ("America/Guayaquil", "ecuador|quito|guayaquil|cuenca"),
    ("Pacific/Galapagos", "galapagos|islas galapagos|(ecuador)"),
    ("America/Lima", "peru|lima|arequipa|trujillo|cusco|cuzco"),
    ("America/La_Paz", "bolivia|la paz|santa cruz|cochabamba|sucre"),
    ("America/Santiago", "chile?|santiago|santiago de chile|valparaiso|concepcion|clst"),
    ("America/Punta_Arenas", "punta arenas|magallanes|(chile)"),
    ("America/Asuncion", "paraguay|asuncion"),
    ("America/Montevideo", "uruguay|montevideo"),
    ("America/Argentina/Buenos_Aires", "argentina|buenos aires|rosario|la plata|mar del plata"),
    ("America/Argentina/Cordoba", "cordoba|(argentina)"),
    ("America/Argentina/Mendoza", "mendoza|(argentina)"),
    ("America/Sao_Paulo", "sao paulo|san pablo|rio de janeiro|rio|brasilia|belo horizonte|curitiba|porto alegre|brt|brazil?|brasil?"),
    ("America/Bahia", "salvador|salvador de bahia|bahia|(brazil)|(brasil)"),
    ("America/Fortaleza", "fortaleza|(brazil)|(brasil)"),
    ("America/Recife", "recife|(brazil)|(brasil)"),
    ("America/Manaus", "manaus|(brazil)|(brasil)"),
    // Europe
    ("Europe/London", "uk|united kingdom|reino unido|great britain|britain|gran bretana|england|inglaterra|bst|gmt"),
    ("Europe/London", "london|londres|manchester|birmingham|liverpool|leeds|bristol|newcastle|sheffield|cambridge|oxford|brighton"),
    ("Europe/London", "scotland|escocia|edinburgh|edimburgo|glasgow|aberdeen|wales|gales|cardiff|northern ireland|irlanda del norte|belfast"),
    ("Europe/Isle_of_Man", "isle of man|(uk)|(united kingdom)"),
    ("Europe/Dublin", "ireland|irlanda|dublin|cork|galway|limerick|ist"),
    ("Europe/Lisbon", "portugal?|lisbon|lisboa|oporto|porto|western european"),
    ("Atlantic/Azores", "azores|(portugal)"),
    ("Europe/Madrid", "spain?|espana?|peninsular|madrid|barcelona|valencia|sevilla|seville|zaragoza|malaga|murcia|bilbao|alicante|cordoba"),
    ("Europe/Madrid", "valladolid|vigo|gijon|granada|oviedo|santander|san sebastian|pamplona|palma|palma de mallorca|mallorca|ibiza|salamanca"),
    ("Atlantic/Canary", "canarias|canary islands|islas canarias|las palmas|gran canaria|tenerife|lanzarote|(spain)|(espana)"),
    ("Africa/Ceuta", "ceuta|melilla|(spain)|(espana)"),
    ("Europe/Andorra", "andorra"),
    ("Europe/Paris", "france|francia|paris|lyon|marseille|marsella|toulouse|niza|bordeaux|lille|strasbourg|nantes"),
    ("Europe/Berlin", "cet?|cest?|central european|germany|alemania|berlin|hamburg|hamburgo|munich|cologne|colonia|frankfurt|stuttgart|dusseldorf|leipzig"),
    ("Europe/Vienna", "austria|vienna|viena|salzburg|graz"),
    ("Europe/Zurich", "switzerland|suiza|zurich|geneva|ginebra|basel|bern"),
    ("Europe/Rome", "italy|italia|rome|roma|milan|naples|napoles|turin|florence|florencia|venice"),
    ("Europe/Amsterdam", "netherlands|holland|holanda|paises bajos|amsterdam|rotterdam|utrecht|the hague|la haya"),
    ("Europe/Brussels", "belgium|belgica|brussels|bruselas|antwerp|ghent"),
    ("Europe/Luxembourg", "luxembourg|luxemburgo"),
    ("Europe/Copenhagen", "denmark|dinamarca|copenhagen|copenhague|aarhus"),
    ("Europe/Stockholm", "sweden|suecia|stockholm|estocolmo|gothenburg|malmo"),
    ("Europe/Oslo", "norway|noruega|oslo|bergen"),
    ("Europe/Helsinki", "finland|finlandia|helsinki"),
    ("Atlantic/Reykjavik", "iceland|islandia|reykjavik"),
    ("Europe/Warsaw", "poland|polonia|warsaw|varsovia|krakow|cracovia|gdansk|wroclaw"),
    ("Europe/Prague", "czech republic|czechia|chequia|prague|praga|brno"),
    ("Europe/Bratislava", "slovakia|eslovaquia|bratislava"),
    ("Europe/Budapest", "hungary|hungria|budapest"),
    ("Europe/Bucharest", "romania|rumania|bucharest|bucarest"),
    ("Europe/Sofia", "bulgaria|sofia"),
    ("Europe/Athens", "greece|grecia|athens|atenas|thessaloniki|eet?|eest?|eastern european"),
    ("Europe/Belgrade", "serbia|belgrade|belgrado"),
    ("Europe/Zagreb", "croatia|croacia|zagreb"),
    ("Europe/Ljubljana", "slovenia|eslovenia|ljubljana"),
    ("Europe/Sarajevo", "bosnia|sarajevo"),
    ("Europe/Vilnius", "lithuania|lituania|vilnius"),
    ("Europe/Riga", "latvia|letonia|riga"),
    ("Europe/Tallinn", "estonia|tallinn"),
    ("Europe/Kyiv", "ukraine|ucrania|kyiv|kiev|lviv|odesa|odessa"),
    ("Europe/Moscow", "moscow|moscu|msk|russia?|rusia?|st petersburg|saint petersburg|san petersburgo"),
    ("Europe/Istanbul", "turkey|turquia|turkiye|istanbul|estambul|ankara|izmir"),
    ("Europe/Malta", "malta|valletta"),
    ("Asia/Nicosia", "cyprus|chipre|nicosia"),
    // Africa
    ("Africa/Cairo", "egypt|egipto|cairo|el cairo|alexandria|alejandria"),
    ("Africa/Casablanca", "morocco|marruecos|casablanca|rabat|marrakesh|marrakech"),
    ("Africa/Algiers", "algeria|argelia|algiers|argel"),
    ("Africa/Tunis", "tunisia|tunez|tunis"),
    ("Africa/Lagos", "nigeria|lagos|abuja|kano|west africa"),
    ("Africa/Accra", "ghana|accra|kumasi"),
    ("Africa/Abidjan", "ivory coast|cote d ivoire|cote divoire|costa de marfil|abidjan"),
    ("Africa/Dakar", "senegal|dakar"),
    ("Africa/Malabo", "equatorial guinea|guinea ecuatorial|malabo"),
    ("Africa/Nairobi", "kenya|kenia|nairobi|mombasa|east africa"),
    ("Africa/Addis_Ababa", "ethiopia|etiopia|addis ababa"),
    ("Africa/Kampala", "uganda|kampala"),
    ("Africa/Dar_es_Salaam", "tanzania|dar es salaam"),
    ("Africa/Johannesburg", "south africa|sudafrica|johannesburg|cape town|ciudad del cabo|durban|pretoria|sast"),
    ("Africa/Harare", "zimbabwe|zimbabue|harare|central africa"),
    // Asia
    ("Asia/Jerusalem", "israel|jerusalem|jerusalen|tel aviv|haifa|ist|idt"),
    ("Asia/Beirut", "lebanon|libano|beirut"),
    ("Asia/Amman", "jordan|jordania|amman"),
    ("Asia/Damascus", "syria|siria|damascus|damasco"),
    ("Asia/Baghdad", "iraq|irak|baghdad|bagdad"),
    ("Asia/Riyadh", "saudi arabia|arabia saudi|arabia saudita|riyadh|riad|jeddah"),
    ("Asia/Dubai", "uae|united arab emirates|emiratos arabes unidos|emiratos|dubai|abu dhabi"),
    ("Asia/Qatar", "qatar|doha"),
    ("Asia/Kuwait", "kuwait"),
    ("Asia/Tehran", "iran|tehran|teheran"),
    ("Asia/Tbilisi", "georgia|tbilisi"),
    ("Asia/Yerevan", "armenia|yerevan"),
    ("Asia/Kabul", "afghanistan|afganistan|kabul"),
    ("Asia/Karachi", "pakistan|karachi|lahore|islamabad|pkt"),
    ("Asia/Kolkata", "ist|india|indian|kolkata|calcutta|calcuta|mumbai|bombay|delhi|new delhi|nueva delhi|bangalore|bengaluru"),
    ("Asia/Kolkata", "chennai|madras|hyderabad|pune|ahmedabad|jaipur|lucknow|kochi|goa"),
    ("Asia/Colombo", "sri lanka|colombo"),
    ("Asia/Kathmandu", "nepal|kathmandu|katmandu"),
    ("Asia/Dhaka", "bangladesh|dhaka|daca"),
    ("Asia/Yangon", "myanmar|burma|birmania|yangon"),
    ("Asia/Bangkok", "thailand|tailandia|bangkok"),
    ("Asia/Ho_Chi_Minh", "vietnam|ho chi minh|ho chi minh city|saigon|hanoi"),
    ("Asia/Jakarta", "jakarta|yakarta|indonesia?|bandung|surabaya|wib"),
    ("Asia/Makassar", "bali|denpasar|makassar|(indonesia)"),
    ("Asia/Kuala_Lumpur", "malaysia|malasia|kuala lumpur"),
    ("Asia/Singapore", "singapore|singapur|sgt"),
    ("Asia/Manila", "philippines|filipinas|manila|cebu|quezon city|davao|pht"),
    ("Asia/Shanghai", "china|shanghai|beijing|pekin|peking|guangzhou|shenzhen|chengdu|wuhan"),
    ("Asia/Hong_Kong", "hong kong|hkt"),
    ("Asia/Taipei", "taiwan|taipei"),
    ("Asia/Seoul", "korea|south korea|corea|corea del sur|seoul|seul|busan|kst"),
    ("Asia/Tokyo", "japan|japon|tokyo|tokio|osaka|kyoto|kioto|yokohama|nagoya|sapporo|jst"),
    ("Asia/Almaty", "kazakhstan|kazajistan|almaty|astana"),
    ("Asia/Tashkent", "uzbekistan|tashkent"),
    // Australia and the Pacific
    ("Australia/Sydney", "sydney|sidney|newcastle|wollongong|canberra|new south wales|nsw|aest|aedt|australia"),
    ("Australia/Melbourne", "melbourne|geelong|victoria|(aest)|(aedt)|(australia)"),
    ("Australia/Brisbane", "brisbane|queensland|gold coast|cairns|townsville|aest|australia"),
    ("Australia/Adelaide", "adelaide|south australia|acst|acdt|australia"),
    ("Australia/Darwin", "darwin|northern territory|acst|australia"),
    ("Australia/Perth", "perth|western australia|awst|australia"),
    ("Australia/Hobart", "hobart|tasmania|(aest)|(aedt)|(australia)"),
    ("Australia/Lord_Howe", "lord howe|lord howe island|(australia)"),
    ("Pacific/Auckland", "new zealand|nueva zelanda|nueva zelandia|nz|nzst|nzdt|auckland|wellington|christchurch|hamilton|dunedin"),
    ("Pacific/Chatham", "chatham|chatham islands|(new zealand)|(nz)"),
    ("Pacific/Fiji", "fiji|suva"),
    ("Pacific/Apia", "samoa|apia"),
    ("Etc/UTC", "utc|zulu|universal|coordinated universal|gmt"),
];

/// Two letters after a place, as in "Austin, TX"; alone they are too often words (in, or, me, ok).
pub(super) const STATE_LETTERS: &str = "al alabama|ak alaska|az arizona|ar arkansas|ca california|\
    co colorado|ct connecticut|de delaware|fl florida|ga georgia|hi hawaii|id idaho|il illinois|\
    in indiana|ia iowa|ks kansas|ky kentucky|la louisiana|me maine|md maryland|ma massachusetts|\
    mi michigan|mn minnesota|ms mississippi|mo missouri|mt montana|ne nebraska|nv nevada|\
    nh new hampshire|nj new jersey|nm new mexico|ny new york|nc north carolina|nd north dakota|\
    oh ohio|ok oklahoma|or oregon|pa pennsylvania|ri rhode island|sc south carolina|\
    sd south dakota|tn tennessee|tx texas|ut utah|vt vermont|va virginia|wa washington state|\
    wv west virginia|wi wisconsin|wy wyoming|on ontario|qc quebec|bc british columbia|ab alberta|\
    mb manitoba|sk saskatchewan|ns nova scotia|nb new brunswick|nl newfoundland";

/// State letters that are no word in either language.
#[rustfmt::skip]
pub(super) const LETTERS_ALONE: &[&str] = &[
    "ak", "az", "fl", "ga", "ks", "ky", "md", "nc", "nd", "nh", "nj", "nm", "nv", "ny", "ri", "sc",
    "sd", "tn", "tx", "ut", "vt", "wi", "wv", "wy", "bc", "qc",
];

/// The zones that most people who write here keep, in the order in which they are offered when
/// only the clock or the offset is known; every offset from -11 to +13 is among them.
#[rustfmt::skip]
pub(super) const WELL_KNOWN: &[&str] = &[
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "America/Phoenix", "Europe/London", "Europe/Madrid", "America/Mexico_City", "America/Halifax",
    "Asia/Kolkata", "Australia/Sydney", "Europe/Berlin", "Australia/Brisbane", "Australia/Perth",
    "Australia/Adelaide", "Pacific/Auckland", "America/Bogota", "America/Lima",
    "America/Argentina/Buenos_Aires", "America/Santiago", "America/Caracas", "America/Sao_Paulo",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "America/St_Johns",
    "Atlantic/Canary", "Europe/Athens", "Africa/Lagos", "Africa/Johannesburg", "Africa/Nairobi",
    "Europe/Istanbul", "Europe/Moscow", "Asia/Jerusalem", "Africa/Cairo", "Asia/Tehran",
    "Asia/Dubai", "Asia/Kabul", "Asia/Karachi", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Yangon",
    "Asia/Bangkok", "Asia/Manila", "Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul",
    "Australia/Darwin", "Australia/Lord_Howe", "Pacific/Guam", "Pacific/Noumea", "Pacific/Fiji",
    "Pacific/Apia", "Pacific/Chatham", "Pacific/Pago_Pago", "Pacific/Marquesas", "Pacific/Gambier",
    "America/Noronha", "Atlantic/Azores", "Atlantic/Cape_Verde", "Etc/UTC",
];

/// The same for people who write Spanish: these first, then the others.
#[rustfmt::skip]
pub(super) const WELL_KNOWN_SPANISH: &[&str] = &[
    "Europe/Madrid", "America/Mexico_City", "America/Bogota", "America/Argentina/Buenos_Aires",
    "America/Lima", "America/Santiago", "America/Caracas", "America/Guayaquil", "America/Guatemala",
    "America/Santo_Domingo", "America/Puerto_Rico", "America/Tijuana", "America/Hermosillo",
    "America/Montevideo", "Atlantic/Canary",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::Zone;
    use super::{LETTERS_ALONE, PLACES, STATE_LETTERS, WELL_KNOWN, WELL_KNOWN_SPANISH};

    #[test]
    fn every_zone_exists() {
        let zones = PLACES.iter().map(|(zone, _)| zone);
        let missing: Vec<&str> = zones
            .chain(WELL_KNOWN)
            .chain(WELL_KNOWN_SPANISH)
            .copied()
            .filter(|zone| Zone::named(zone).is_none_or(|found| found.name() != *zone))
            .collect();
        assert_eq!(missing, [""; 0]);
    }

    #[test]
    fn every_name_is_folded_and_stands_once_with_its_zone() {
        let mut seen = BTreeSet::new();
        for (zone, names) in PLACES {
            for name in names.split('|') {
                let plain = name.trim_end_matches('?').trim_matches(['(', ')']);
                let is_folded = plain.chars().all(|letter| letter.is_ascii_lowercase() || letter == ' ');
                assert!(is_folded && plain.trim() == plain && !plain.is_empty(), "{zone}: {name}");
                assert!(seen.insert((zone, name)) || name.starts_with('('), "{zone}: {name} twice");
            }
        }
    }

    #[test]
    fn every_state_has_zones() {
        let names: BTreeSet<&str> = PLACES.iter().flat_map(|(_, names)| names.split('|')).collect();
        let mut letters = BTreeSet::new();
        for pair in STATE_LETTERS.split('|') {
            let (short, state) = pair.split_once(' ').unwrap_or_default();
            letters.insert(short);
            assert!(names.contains(state), "{pair}");
        }
        for short in LETTERS_ALONE {
            assert!(letters.contains(short), "{short}");
        }
    }
}
