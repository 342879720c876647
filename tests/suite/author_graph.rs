//! The map of a flow, and its pictures.

use crate::author_fixtures as fixtures;
use handrail::author::graph::{EdgeKind, Graph, NodeKind, mermaid, svg, unpainted};
use handrail::engine::Flows;
use handrail::message::Language;

fn graph(flows: &Flows, flow: &str, language: Language) -> Graph {
    Graph::of(flows.flow(flow).unwrap(), language)
}

/// Kind, label, where to.
type Way<'a> = (EdgeKind, &'a str, &'a str);

/// The ways out of a step.
fn ways<'a>(graph: &'a Graph, step: &str) -> Vec<Way<'a>> {
    let from = graph.nodes.iter().position(|node| node.kind == NodeKind::Step && &*node.name == step).unwrap();
    let edges = graph.edges.iter().filter(|edge| edge.from == from);
    edges.map(|edge| (edge.kind, edge.label.as_str(), &*graph.nodes[edge.to].name)).collect()
}

#[test]
fn every_way_out_of_a_step_is_an_edge_with_its_reason() {
    use EdgeKind::{Call, Choice, Else, End, Goto, If, Skip};
    let flows = fixtures::all();
    let first_day = graph(&flows, "first_day", Language::En);
    let table: &[(&str, &[Way<'_>])] = &[
        (
            "hello",
            &[
                (Choice, "“I have a start date”", "date"),
                (Choice, "“I am on a waiting list”", "waiting"),
                (Choice, "“I am still looking”", "what_is_it"),
                (Skip, "skips stage", "what_is_it"),
            ],
        ),
        ("date", &[(Skip, "skips", "plan"), (Goto, "", "plan")]),
        ("plan", &[(If, "if plan_known", "worry"), (Else, "else", "coverage")]),
        (
            "coverage",
            &[
                (Call, "calls, comes back", "coverage"),
                (If, "if covered == no_plan", "low_cost"),
                (If, "if covered is set and covered != in_full", "costs"),
                (Else, "else", "worry"),
            ],
        ),
        ("not_yet", &[(End, "", "looking")]),
    ];
    for (step, expected) in table {
        assert_eq!(ways(&first_day, step), *expected, "{step}");
    }
    assert!(first_day.nodes.iter().all(|node| node.kind != NodeKind::Nowhere));
    assert_eq!(first_day.edges[0].kind, EdgeKind::Start);
    assert_eq!(&*first_day.nodes[first_day.edges[0].to].name, "hello");
}

#[test]
fn lines_stand_in_short_in_the_language_that_is_asked_for() {
    let flows = fixtures::all();
    let lines = |language, step: &str| -> Vec<String> {
        let graph = graph(&flows, "first_day", language);
        let node = graph.nodes.iter().find(|node| node.kind == NodeKind::Step && &*node.name == step).unwrap();
        node.lines.iter().map(|line| format!("{}: {}", line.does, line.words)).collect()
    };
    let table = [
        (
            Language::En,
            "way",
            "Asks travel (choice): How will you get there? [I drive / Bus or train / Someone takes me / It is online]",
        ),
        (Language::Es, "usual_day", "Shows a picture: Un día con tres horas de grupo"),
        (Language::En, "waiting", "Shows crisis lines: general"),
        (Language::Es, "review", "Shows the document: first_day_list"),
        (Language::En, "coverage", "Calls: coverage"),
        (Language::En, "reminder_when", "Sets a reminder: Your session is coming up."),
    ];
    for (language, step, expected) in table {
        assert!(lines(language, step).contains(&expected.to_owned()), "{step}: {:?}", lines(language, step));
    }
}

#[test]
fn what_leads_nowhere_is_drawn_as_nowhere() {
    let broken = "{flow: a, languages: [en], steps: {one: [{goto: gone}], two: [{say: , en: Hello}]}}";
    let flows = fixtures::load(&[broken]).flows;
    let graph = graph(&flows, "a", Language::En);
    assert_eq!(ways(&graph, "one"), [(EdgeKind::Goto, "", "gone")]);
    assert_eq!(ways(&graph, "two"), [(EdgeKind::Goto, "", "nothing follows")]);
    assert!(svg::draw(&graph, &unpainted).contains("Nowhere: gone"));
}

#[test]
fn pictures_are_the_same_bytes_each_time() {
    let flows = fixtures::all();
    let draw = || {
        let graph = graph(&flows, "first_day", Language::Es);
        (mermaid::text(&graph, &unpainted), svg::draw(&graph, &unpainted))
    };
    assert_eq!(draw(), draw());
}

/// A flow whose words try to leave every picture they stand in.
const HOSTILE: &str = r#"
flow: hostile
title: { en: '"--> x <script>alert(1)</script> & `b` --- #' }
languages: [en]
slots: { pick: { type: choice } }
steps:
  one:
    - say:
      en: "\"]; click n0 \"javascript:alert(1)\" </desc><script/> `**b**` | 1. <br> #quot; %% \x01"
    - ask: pick
      en: "1. which?"
      choices:
        - { value: left, goto: one, en: '|"| --> n9' }
        - { value: right, goto: two, en: ']]><a href="x">' }
      skip: { goto: two }
  two:
    - end: done
"#;

#[test]
fn words_of_a_flow_never_become_markup() {
    const TAGS: [&str; 12] = ["?", "svg", "title", "desc", "defs", "marker", "path", "rect", "text", "tspan", "g", "/"];
    const ENTITIES: [&str; 4] = ["amp;", "lt;", "gt;", "quot;"];
    let flows = fixtures::flows(&[HOSTILE]);
    let picture = svg::draw(&graph(&flows, "hostile", Language::En), &unpainted);
    for rest in picture.split('<').skip(1) {
        let name: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
        assert!(TAGS.contains(&name.as_str()) || rest.starts_with('/'), "<{}", &rest[..rest.len().min(40)]);
    }
    for rest in picture.split('&').skip(1) {
        assert!(ENTITIES.iter().any(|entity| rest.starts_with(entity)), "&{}", &rest[..rest.len().min(40)]);
    }
    assert!(picture.chars().all(|symbol| symbol == '\n' || !symbol.is_control()));
}

#[test]
fn words_of_a_flow_never_end_a_mermaid_label() {
    let flows = fixtures::flows(&[HOSTILE]);
    let text = mermaid::text(&graph(&flows, "hostile", Language::En), &unpainted);
    let body: Vec<&str> = text.lines().skip_while(|line| *line != "flowchart TD").skip(1).collect();
    assert_eq!(
        body,
        [
            r#"  n0(["start"])"#,
            r#"  n1("<b>one</b><br/>Says: #34;#93;#59; click n0 #34;javascript:alert(1)#34; #60;/desc#62;#60;script/#62; #96;#42;#42;b#42;#42;#96; #124; 1. #60;br#62; #35;quot#59; #37;#37; <br/>Asks pick (choice): 1. which?")"#,
            r#"  n2("<b>two</b>")"#,
            r#"  n3(["End: done"])"#,
            "  n0 --> n1",
            r#"  n1 -->|"“#124;#34;#124; #45;#45;#62; n9”"| n1"#,
            r#"  n1 -->|"“#93;#93;#62;#60;a href=#34;x#34;#62;”<br/>skips"| n2"#,
            "  n2 --> n3",
        ]
    );
    assert!(text.starts_with("---\ntitle: \"\\\"--> x <script>"), "{text}");
}

#[test]
fn coverage_is_painted_counted_and_told_without_colour_too() {
    let flows = fixtures::all();
    let graph = graph(&flows, "coverage", Language::En);
    let seen = |flow: &str, step: &str| (flow == "coverage").then_some(step != "appeal_steps");
    let painted = svg::draw(&graph, &seen);
    let steps = graph.nodes.iter().filter(|node| node.kind == NodeKind::Step).count();
    let legend = format!("✓ reached by a conversation test: {} of {steps}", steps - 1);
    for words in [legend.as_str(), "not reached: 1", ">✓ call them<", ">appeal steps<"] {
        assert!(painted.contains(words), "{words}");
    }
    assert_eq!(painted.matches("#b3261e").count(), 2, "the step and its legend");
    let text = mermaid::text(&graph, &seen);
    assert_eq!(text.matches(" unseen\n").count(), 1);
    assert!(text.contains("classDef seen"));

    let plain = svg::draw(&graph, &unpainted);
    assert!(!plain.contains("reached") && !plain.contains('✓') && !plain.contains("#1d7a37"));
    assert!(!mermaid::text(&graph, &unpainted).contains("classDef"));
}

#[test]
fn the_picture_says_itself_in_words() {
    let flows = fixtures::all();
    let picture = svg::draw(&graph(&flows, "first_day", Language::En), &unpainted);
    for words in [
        "role=\"img\" aria-labelledby=\"title\" aria-describedby=\"words\"",
        "<title id=\"title\">Getting ready for your first day</title>",
        "A map of the flow first_day with 21 steps. start: Begins on: “first day”, “get ready”. Leads to hello.",
        "date: Asks starts_at (date): What day do you start? Leads to plan (skips).",
        "Leads to the flow coverage (calls, comes back); low cost (if covered == no_plan);",
        "Leads to the end ready.",
    ] {
        assert!(picture.contains(words), "{words}\n{}", picture.lines().nth(2).unwrap());
    }
}
