//! Rules 1 to 27 of docs/crisis-protocol.md, as far as this room can hold them; each test bears the rule's number.

use std::sync::LazyLock;

use handrail::safety::{
    Card, CardRequest, CardWords, Category, Directory, LEXICONS, Lang, Level, Person, RecentCues, Screen, Step, card,
};

static WORDS: LazyLock<CardWords> = LazyLock::new(CardWords::shipped);
static DIRECTORY: LazyLock<Directory> = LazyLock::new(Directory::shipped);

fn crisis(country: Option<&str>) -> CardRequest<'_> {
    CardRequest { level: Level::Crisis, category: Some(Category::SuicidalThoughts), country, ..CardRequest::default() }
}

fn emergency(country: Option<&str>) -> CardRequest<'_> {
    CardRequest { level: Level::Emergency, category: Some(Category::Plan), ..crisis(country) }
}

fn show(request: &CardRequest<'_>) -> Card {
    card(request, &WORDS, &DIRECTORY)
}

fn text(card: &Card) -> String {
    card.paragraphs.join("\n")
}

fn keys(card: &Card) -> Vec<&str> {
    card.choices.iter().map(|(key, _)| key.as_str()).collect()
}

fn every_request(mut check: impl FnMut(&CardRequest<'_>, &Card)) {
    for lang in Lang::ALL {
        for step in Step::ALL {
            for country in [None, Some("US"), Some("GB"), Some("ES"), Some("BR"), Some("FR"), Some("DE"), Some("AE")] {
                for level in [Level::Concern, Level::Crisis, Level::Emergency] {
                    for category in [
                        None,
                        Some(Category::SexualAssault),
                        Some(Category::ViolenceNow),
                        Some(Category::EatingDisorder),
                        Some(Category::Perinatal),
                        Some(Category::Bereavement),
                    ] {
                        for person in [Person::Own, Person::Other] {
                            let request = CardRequest {
                                level,
                                category,
                                person,
                                lang,
                                country,
                                step,
                                hour_of_week: Some(30),
                                ..CardRequest::default()
                            };
                            check(&request, &show(&request));
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn rule_02_a_stronger_level_never_gives_less() {
    for country in [None, Some("US"), Some("ZZ")] {
        assert!(!show(&crisis(country)).paragraphs.is_empty());
        assert!(text(&show(&emergency(country))).len() >= 100);
    }
}

#[test]
fn rule_03_first_card_is_short_and_asks_the_one_question() {
    let first = show(&crisis(Some("US")));
    assert_eq!(first.paragraphs.len(), 4, "{first:?}");
    assert!(first.paragraphs[0].matches('.').count() <= 2);
    assert!(first.paragraphs[3].ends_with("Are you in danger right now?"));
    assert_eq!(keys(&first)[..3], ["danger_yes", "danger_no", "someone_else"]);
    assert!(!keys(&first).iter().any(|key| key.starts_with("country:")));
    for step in [Step::Danger, Step::NotNow, Step::SomeoneElse] {
        let second = show(&CardRequest { step, ..crisis(Some("US")) });
        for key in ["safe", "other_ways", "continue", "stop"] {
            assert!(keys(&second).contains(&key), "{step:?} lacks {key}");
        }
        assert!(text(&second).matches("Call ").count() <= 3, "no number walls: {second:?}");
    }
}

#[test]
fn rule_04_plain_words_no_exclamation_marks_no_method_words() {
    let methods = [
        "pill",
        "gun",
        "rope",
        "knife",
        "bridge",
        "pastilla",
        "pistola",
        "soga",
        "pills",
        "guns",
        "pastillas",
        "comprimidos",
        "comprimido",
        "corda",
        "cachet",
        "couteau",
        "tablette",
        "messer",
        "strick",
    ];
    every_request(|request, card| {
        let text = text(card).to_lowercase();
        assert!(!text.contains('!') && !text.contains('{'), "{text}");
        assert!(!text.split(|c: char| !c.is_alphabetic()).any(|word| methods.contains(&word)), "{request:?}: {text}");
    });
    for paragraph in show(&crisis(Some("US"))).paragraphs {
        for sentence in paragraph.split(['.', '?']) {
            assert!(sentence.split_whitespace().count() <= 20, "{sentence}");
        }
    }
}

#[test]
fn rule_05_no_diagnosis_no_promises() {
    let banned = [
        "i care",
        "always be here",
        "help is coming",
        "on the way",
        "we told",
        "diagnos",
        "you seem",
        "secret with me",
        "disorder",
        "i promise",
        "cure",
    ];
    every_request(|request, card| {
        let text = text(card).to_lowercase();
        assert!(!banned.iter().any(|word| text.contains(word)), "{request:?}: {text}");
    });
}

#[test]
fn rule_06_no_question_about_method_plan_or_means() {
    every_request(|request, card| {
        if request.lang == Lang::En {
            let text = text(card).to_lowercase();
            assert!(
                !["do you have a plan", "how would", "what would you use", "have you taken", "how do you plan"]
                    .iter()
                    .any(|words| text.contains(words))
            );
        }
    });
}

#[test]
fn rule_07_emergency_number_first() {
    for (country, number) in [("US", "911"), ("GB", "999"), ("ES", "112"), ("AU", "000"), ("MX", "911")] {
        let first = show(&emergency(Some(country)));
        assert_eq!(first.paragraphs[1], format!("Call {number} now."));
        let danger = show(&CardRequest { step: Step::Danger, ..crisis(Some(country)) });
        assert_eq!(danger.paragraphs[0], format!("Call {number} now."));
        assert!(danger.paragraphs[1].starts_with("Be with someone"));
    }
}

#[test]
fn rule_08_unknown_country_gives_numbers_with_their_regions_and_a_row_of_countries() {
    let first = show(&crisis(None));
    let text = text(&first);
    for part in ["US and Canada: ", "988", "UK and Ireland: ", "116 123", "Europe: 112", "findahelpline.com"] {
        assert!(text.contains(part), "{part} missing in {text}");
    }
    assert!(keys(&first).contains(&"country:US") && keys(&first).contains(&"country_other"));
    let urgent = show(&emergency(None));
    assert!(
        urgent.paragraphs[1].contains("911 in US and Canada") && urgent.paragraphs[1].contains("112 in Europe"),
        "{urgent:?}"
    );
    let defaults = show(&CardRequest { default_countries: &["ES", "MX"], ..crisis(None) });
    assert!(
        text_has(&defaults, "Spain: ") && text_has(&defaults, "024") && !text_has(&defaults, "988"),
        "{defaults:?}"
    );
}

fn text_has(card: &Card, part: &str) -> bool {
    text(card).contains(part)
}

#[test]
fn rule_08_language_is_no_country() {
    let spanish = show(&CardRequest { lang: Lang::Es, ..crisis(None) });
    assert!(text_has(&spanish, "Estados Unidos") && text_has(&spanish, "Europa"));
}

#[test]
fn rule_09_the_line_that_fits_the_topic_comes_first() {
    let cases = [
        (Category::SexualAssault, "us_rainn"),
        (Category::DomesticViolence, "us_domestic_violence"),
        (Category::Substance, "us_samhsa"),
        (Category::Veteran, "us_veterans"),
        (Category::Lgbtq, "us_trevor"),
        (Category::SuicidalThoughts, "us_988"),
        (Category::SelfHarm, "us_988"),
    ];
    for (category, id) in cases {
        let first = show(&CardRequest { category: Some(category), ..crisis(Some("US")) });
        let line = DIRECTORY.line(id).unwrap();
        assert!(first.paragraphs[1].contains(line.phone.as_deref().unwrap()), "{category:?}: {}", first.paragraphs[1]);
    }
}

#[test]
fn rule_10_numbers_as_dialled_with_keyword_and_without_plus() {
    let other = show(&CardRequest { step: Step::OtherWays, ..crisis(Some("US")) });
    assert!(text_has(&other, "Text HOME to 741741."), "{other:?}");
    every_request(|_, card| {
        assert!(
            !text(card).contains("tel:")
                && !text(card).contains("sms:")
                && !text(card).contains("+9")
                && !text(card).contains("+1")
        );
    });
}

#[test]
fn rule_11_a_person_one_small_thing_and_ways_without_a_call() {
    let not_now = show(&CardRequest { step: Step::NotNow, ..crisis(Some("US")) });
    assert!(text_has(&not_now, "Tell one person") && text_has(&not_now, "breathe out slowly"));
    let no_call = show(&CardRequest { step: Step::NoCall, ..crisis(Some("US")) });
    assert!(
        no_call.paragraphs[0].starts_with("You don't have to call.")
            && text_has(&no_call, "Text")
            && text_has(&no_call, "later"),
        "{no_call:?}"
    );
}

#[test]
fn rule_12_says_what_a_line_is() {
    for step in [Step::NotNow, Step::OtherWays] {
        assert!(text_has(
            &show(&CardRequest { step, ..crisis(Some("US")) }),
            "In rare cases of immediate danger a line may contact emergency services."
        ));
    }
    assert!(text_has(&show(&crisis(Some("US"))), "Free, day and night, no name needed."));
}

#[test]
fn rule_16_nothing_of_the_text_is_in_the_answer() {
    // A request has no room for the text: the card depends on level and category alone.
    let screen = Screen::load(&LEXICONS).unwrap();
    let (one, two) = ("I want to kill myself, says Zebulon", "I want to kill myself");
    let cards = [one, two].map(|text| {
        let verdict = screen.screen(text, &RecentCues::new());
        show(&CardRequest {
            level: verdict.level,
            category: verdict.category,
            person: verdict.person,
            country: Some("US"),
            ..CardRequest::default()
        })
    });
    assert_eq!(cards[0], cards[1]);
}

#[test]
fn rule_17_a_repeat_is_two_lines_with_the_same_action() {
    let full = show(&crisis(Some("US")));
    let repeat = show(&CardRequest { repeat: true, ..crisis(Some("US")) });
    assert_eq!(repeat.paragraphs.len(), 2);
    assert_eq!(repeat.paragraphs[0], full.paragraphs[1]);
    let danger = show(&CardRequest { repeat: true, step: Step::Danger, ..crisis(Some("US")) });
    assert!(danger.paragraphs.len() > 2, "danger now always gets the full card");
}

#[test]
fn rule_18_safe_and_misunderstood_thank_and_leave_one_line_of_help() {
    for (step, begins) in [(Step::Safe, "I'm glad"), (Step::Misunderstood, "Thank you")] {
        let answer = show(&CardRequest { step, ..crisis(Some("US")) });
        assert_eq!(answer.paragraphs.len(), 1);
        assert!(answer.paragraphs[0].starts_with(begins) && answer.paragraphs[0].contains("988"));
        assert!(keys(&answer).contains(&"continue"));
    }
}

#[test]
fn rule_20_about_someone_else_also_asks_after_the_writer() {
    let answer = show(&CardRequest {
        level: Level::Concern,
        person: Person::Other,
        category: Some(Category::OtherAtRisk),
        ..crisis(Some("US"))
    });
    for part in [
        "ask them directly",
        "stay in touch",
        "call the line yourself",
        "911",
        "report it on the platform",
        "How are you yourself?",
    ] {
        assert!(text_has(&answer, part), "{part}");
    }
}

#[test]
fn rule_21_minors_get_a_youth_line_and_a_trusted_adult() {
    let card = show(&CardRequest { minor: true, ..crisis(Some("GB")) });
    assert!(text_has(&card, "an adult you trust") && text_has(&card, "Childline"), "{card:?}");
    every_request(|_, card| assert!(!text(card).contains("How old")));
}

#[test]
fn rule_22_a_line_that_is_closed_or_may_be_closed_is_not_first_while_another_is_open() {
    for country in DIRECTORY.countries() {
        for hour in [3_u8, 60, 160] {
            let lines = country.lines_for(handrail::safety::Need::Suicide, Some(hour));
            let state = |line: &&handrail::safety::Line| handrail::safety::opening(&line.hours, Some(hour));
            if lines.iter().any(|line| state(line) == handrail::safety::Opening::Open) {
                assert_eq!(state(&lines[0]), handrail::safety::Opening::Open, "{}", country.code);
            }
        }
    }
}

#[test]
fn rule_23_says_once_that_it_is_a_program() {
    let first = show(&crisis(Some("US")));
    assert_eq!(text(&first).matches("automated program").count(), 1);
    assert!(text_has(&first, "no one reads this here"));
}

#[test]
fn rule_24_the_card_exists_in_every_language() {
    let mut seen = std::collections::BTreeSet::new();
    for lang in Lang::ALL {
        assert!(
            seen.insert(text(&show(&CardRequest { lang, ..crisis(Some("US")) }))),
            "{lang:?} has no words of its own"
        );
    }
}

#[test]
fn rule_25_concern_is_one_soft_line_and_no_card() {
    let soft = show(&CardRequest { level: Level::Concern, category: Some(Category::Hopeless), ..crisis(Some("US")) });
    assert_eq!((soft.paragraphs.len(), keys(&soft)), (1, vec!["help_now"]));
}

#[test]
fn rule_27_a_wrong_number_can_be_reported_from_every_list_of_lines() {
    for step in [Step::OtherWays, Step::NoCall] {
        assert!(keys(&show(&CardRequest { step, ..crisis(Some("US")) })).contains(&"wrong_number"));
    }
}

/// Failure mode: number of another country.
#[test]
fn a_known_country_gets_its_own_lines_only() {
    let gb = show(&emergency(Some("GB")));
    assert!(!text_has(&gb, "988") && !text_has(&gb, "911") && text_has(&gb, "116 123"), "{gb:?}");
    let unlisted = show(&emergency(Some("ZZ")));
    assert!(!text_has(&unlisted, "988") && text_has(&unlisted, "findahelpline.com"), "{unlisted:?}");
}
