//! What a question takes besides its plain answers: skips, pages of choices, gathered answers, labels with slots.

use handrail::engine::{Input, Value};

use crate::play::{INSURANCE, PLAN, Play, load};

#[test]
fn skipping_takes_the_value_or_the_way_that_the_flow_names() {
    let mut play = Play::begun(&[PLAN, INSURANCE], "plan");
    play.input(Input::Skip);
    assert_eq!(play.text(), "? How many days, friend?");
    play.input(Input::Skip);
    assert_eq!((play.text(), play.ended()), ("Bye, friend.".to_owned(), vec!["plan.done".to_owned()]));
}

#[test]
fn a_skip_takes_the_way_of_its_choice() {
    let flow = "
flow: tea
languages: [en]
slots: { hot: { type: yes_no } }
steps:
  hello:
    - ask: hot
      en: Hot?
      choices: [{ value: yes, en: Hot, goto: hot }, { value: no, en: Cold, goto: cold }]
      skip: no
  hot: [{ say: { en: It is hot. } }, { end: hot }]
  cold: [{ say: { en: It is cold. } }, { end: cold }]
";
    for (answer, text) in
        [("Hot", "It is hot."), ("cold", "It is cold."), ("yes please", "It is hot."), ("nope", "It is cold.")]
    {
        assert_eq!(Play::begun(&[flow], "tea").say(answer).text(), text, "{answer}");
    }
    assert_eq!(Play::begun(&[flow], "tea").tap("Cold").text(), "It is cold.");
    assert_eq!(Play::begun(&[flow], "tea").input(Input::Skip).text(), "It is cold.");
}

/// Twelve choices: pages of five, by button and by word; a number counts from the page.
const PAGES: &str = "
flow: pages
languages: [en, es]
slots: { one: { type: choice }, some: { type: choices, items: 3 } }
steps:
  hello:
    - ask: one
      en: Which one?
      es: ¿Cuál?
      choices: &none []
      skip: { goto: bye }
    - goto: bye
  bye: [{ end: done }]
";

fn pages() -> String {
    let choices = |from: usize| {
        (from..from + 12)
            .map(|number| format!("{{ value: c{number}, en: Number c{number}, es: El c{number} }}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    PAGES.replace("&none []", &format!("[{}]", choices(1))).replace(
        "    - goto: bye\n",
        &format!(
            "    - {{ ask: some, en: Which ones?, es: ¿Cuáles?, skip: none, choices: [{}] }}\n    - goto: bye\n",
            choices(1)
        ),
    )
}

#[test]
fn more_than_five_choices_come_in_pages() {
    let mut play = Play::begun(&[&pages()], "pages");
    assert_eq!(
        play.labels(),
        ["Number c1", "Number c2", "Number c3", "Number c4", "Number c5", "More", "Skip", "Stop"]
    );
    play.tap("More").say("more");
    assert_eq!(play.labels(), ["Number c11", "Number c12", "More", "Skip", "Stop"]);
    play.tap("More");
    assert_eq!(play.labels()[0], "Number c1");
    play.say("más").say("2");
    assert_eq!(play.slot("one"), Some(&Value::Choice("c7".into())));
}

#[test]
fn several_choices_are_gathered_by_taps_and_by_typing() {
    let mut play = Play::begun(&[&pages()], "pages");
    play.say("1");
    play.tap("Number c2");
    assert_eq!(play.text(), "So far: Number c2. Add more, or Done.");
    // A second tap takes it back; with nothing gathered there is no Done.
    play.tap("Number c2");
    assert_eq!((play.text(), play.labels().contains(&"Done")), ("? Which ones?".to_owned(), false));
    play.tap("Number c2").tap("More").tap("Number c7").tap("Number c8");
    assert_eq!(play.text(), "So far: Number c2, Number c7 and Number c8. Add more, or Done.");
    play.tap("Number c9");
    assert_eq!(play.text(), "That is more than fits here. Please send at most 3.");
    assert_eq!(play.state.pending.as_ref().unwrap().tries, 0, "no try is used up");
    let mut typed = Play::with(play.flows.clone());
    typed.state = play.state.clone();
    play.tap("Done");
    assert_eq!(play.ended(), ["pages.done"]);
    // "Done" can be typed, in any language, and typed answers are added to what was tapped.
    typed.say("listo");
    assert_eq!(typed.ended(), ["pages.done"]);
    let mut both = Play::begun(&[&pages()], "pages");
    both.say("1").tap("Number c2").say("Number c3 and Number c4");
    assert_eq!(both.ended(), ["pages.done"]);
}

#[test]
fn a_list_is_gathered_from_buttons_and_own_words() {
    let flow = "
flow: pack
languages: [en]
slots: { bring: { type: list, items: 3 } }
steps:
  hello:
    - ask: bring
      en: What do you bring?
      choices: [{ value: water, en: 'Water, cold' }, { value: book, en: A book }]
      skip: none
    - { say: { en: 'You bring {bring}.' } }
    - end: done
";
    let mut play = Play::begun(&[flow], "pack");
    play.tap("Water, cold");
    assert_eq!(play.text(), "So far: Water, cold. Add more, or Done.", "a button is one entry, comma or not");
    play.say("my cat").say("done");
    assert_eq!(play.text(), "You bring Water, cold and my cat.");
    assert_eq!(Play::begun(&[flow], "pack").say("a, b").text(), "You bring a and b.");
    assert_eq!(
        Play::begun(&[flow], "pack").say("a, b, c, d").text(),
        "That is more than fits here. Please send at most 3."
    );
    assert_eq!(Play::begun(&[flow], "pack").input(Input::Skip).text(), "You bring (not answered).");
    let mut full = Play::begun(&[flow], "pack");
    full.say("a").say("b").say("c");
    assert_eq!(full.text(), "You bring a, b and c.", "the third is the last that fits");
}

#[test]
fn a_table_is_filled_cell_by_cell() {
    let flow = "
flow: compare
languages: [en]
slots:
  sheet:
    type: table
    max: 20
    rows: [{ value: cost, en: Cost }, { value: bus, en: Bus }]
    columns: [{ value: one, en: Program 1 }, { value: two, en: Program 2 }]
steps:
  hello:
    - { ask: sheet, en: Compare them., skip: none, choices: [{ value: ask_them, en: Ask them }] }
    - { say: { en: '{sheet}' } }
    - end: done
";
    let mut play = Play::begun(&[flow], "compare");
    assert_eq!(play.says, ["? Compare them.", "? Cost, Program 1?"]);
    play.say("20 dollars").tap("Ask them");
    assert_eq!(play.says, ["? Bus, Program 1?"]);
    play.say("a cell that is too long for it");
    assert_eq!(play.says, ["That is long for this question. Please use at most 20 characters.", "? Bus, Program 1?"]);
    play.say_all(&["line 5", "none"]);
    assert_eq!(
        play.text(),
        "- Cost: Program 1 20 dollars · Program 2 Ask them\n- Bus: Program 1 line 5 · Program 2 none"
    );
    let mut half = Play::begun(&[flow], "compare");
    half.say("20").tap("Done");
    assert_eq!(half.text(), "- Cost: Program 1 20");
}

#[test]
fn labels_of_choices_are_filled_and_can_be_typed_as_shown() {
    let flow = "
flow: tea
languages: [en]
slots: { name: { type: text }, who: { type: choice } }
steps:
  hello:
    - { ask: name, en: Name?, skip: friend }
    - { ask: who, en: For whom?, choices: [{ value: me, en: 'For {name}' }, { value: both, en: 'For {who} too' }], skip: me }
    - { say: { en: 'Tea: {who}.' } }
    - end: done
";
    let mut play = Play::begun(&[flow], "tea");
    play.say("Ana");
    assert_eq!(&play.labels()[..2], ["For Ana", "For (not answered) too"]);
    play.say("for ana");
    assert_eq!(play.text(), "Tea: For Ana.");
    // A label that shows its own slot does not go round.
    let mut own = Play::begun(&[flow], "tea");
    own.say("Ana").say("both");
    assert_eq!(own.text(), "Tea: For both too.");
}

#[test]
fn a_question_without_words_says_what_it_takes() {
    for question in ["{ ask: n, skip: 1 }", "{ ask: n, en: , skip: 1 }", "{ ask: n, en: '{gone}', skip: 1 }"] {
        let flow = format!(
            "flow: bare\nlanguages: [en]\nslots: {{ n: {{ type: number }} }}\nsteps:\n  hello: [{{ say: {{ en: '' }} }}, {question}, {{ end: done }}]\n"
        );
        let mut play = Play::with(load(&[&flow]).0);
        play.input(Input::Start("bare"));
        assert_eq!(play.says, ["? Please send a number."], "{question}");
    }
}
