//! From words to an expression, by recursive descent.

use std::sync::Arc;

use super::{Comparison, Known, Term};

/// Longest expression that is read, in bytes: far above any that a person could read aloud.
const LENGTH_MAX: usize = 1000;
/// Deepest nesting.
const DEPTH_MAX: usize = 30;

/// Why an expression could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    #[error("expected {expected}, but read {found}")]
    Unexpected { expected: &'static str, found: String },
    #[error("a text in quotes is never closed")]
    Unclosed,
    #[error("'{0}' is nothing that a condition can hold")]
    Symbol(char),
    #[error("'person.{0}' is not known; there are {known}", known = all_known())]
    Person(String),
    #[error("the condition is too long or too deeply nested")]
    TooLarge,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Words(String),
    Name(String),
    Sign(&'static str),
}

pub fn parse(written: &str) -> Result<Term, ParseError> {
    if written.len() > LENGTH_MAX {
        return Err(ParseError::TooLarge);
    }
    let mut parser = Parser { tokens: tokens(written)?, next: 0, depth: 0 };
    let term = parser.either()?;
    match parser.peek() {
        None => Ok(term),
        Some(token) => Err(unexpected("the end", Some(token))),
    }
}

fn unexpected(expected: &'static str, found: Option<&Token>) -> ParseError {
    let found = match found {
        None => "the end".to_owned(),
        Some(Token::Number(number)) => format!("{number}"),
        Some(Token::Words(words)) => format!("\"{words}\""),
        Some(Token::Name(name)) => format!("'{name}'"),
        Some(Token::Sign(sign)) => format!("'{sign}'"),
    };
    ParseError::Unexpected { expected, found }
}

fn tokens(written: &str) -> Result<Vec<Token>, ParseError> {
    const SIGNS: [&str; 13] = ["==", "!=", "<=", ">=", "<", ">", "=", "(", ")", "[", "]", ",", "-"];
    let mut tokens = Vec::new();
    let mut rest = written.trim_start();
    while let Some(first) = rest.chars().next() {
        let taken = if first.is_ascii_digit() {
            let end = rest.find(|symbol: char| !symbol.is_ascii_digit() && symbol != '.').unwrap_or(rest.len());
            let number = rest[..end].parse().map_err(|_| ParseError::Symbol('.'))?;
            tokens.push(Token::Number(number));
            end
        } else if first == '"' || first == '\'' {
            let end = rest[1..].find(first).ok_or(ParseError::Unclosed)?;
            tokens.push(Token::Words(rest[1..=end].to_owned()));
            end + 2
        } else if first.is_alphabetic() {
            let end = rest
                .find(|symbol: char| !symbol.is_alphanumeric() && symbol != '_' && symbol != '.')
                .unwrap_or(rest.len());
            tokens.push(Token::Name(rest[..end].to_owned()));
            end
        } else {
            let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign)).ok_or(ParseError::Symbol(first))?;
            tokens.push(Token::Sign(sign));
            sign.len()
        };
        rest = rest[taken..].trim_start();
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(name)) if name == word);
        self.next += usize::from(found);
        found
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(known)) if *known == sign);
        self.next += usize::from(found);
        found
    }

    fn either(&mut self) -> Result<Term, ParseError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(ParseError::TooLarge);
        }
        let mut term = self.both()?;
        while self.take_word("or") {
            term = Term::Or(Box::new(term), Box::new(self.both()?));
        }
        self.depth -= 1;
        Ok(term)
    }

    fn both(&mut self) -> Result<Term, ParseError> {
        let mut term = self.negation()?;
        while self.take_word("and") {
            term = Term::And(Box::new(term), Box::new(self.negation()?));
        }
        Ok(term)
    }

    fn negation(&mut self) -> Result<Term, ParseError> {
        let mut negations = 0;
        while self.take_word("not") {
            negations += 1;
        }
        let term = self.comparison()?;
        Ok(if negations % 2 == 1 { Term::Not(Box::new(term)) } else { term })
    }

    fn comparison(&mut self) -> Result<Term, ParseError> {
        let left = self.single()?;
        if self.take_word("is") {
            let negated = self.take_word("not");
            if !self.take_word("set") {
                return Err(unexpected("'set' or 'not set' after 'is'", self.peek()));
            }
            return match left {
                Term::Name(name) => Ok(Term::IsSet { name, negated }),
                Term::Known(Known::Country) => Ok(Term::IsSet { name: Arc::from("person.country"), negated }),
                _ => Err(unexpected("the name of a slot before 'is set'", None)),
            };
        }
        let negated = self.take_word("not");
        if self.take_word("in") {
            return Ok(Term::In { left: Box::new(left), list: Box::new(self.single()?), negated });
        }
        if negated {
            return Err(unexpected("'in' after 'not'", self.peek()));
        }
        let how = match self.peek() {
            Some(Token::Sign("==" | "=")) => Comparison::Equal,
            Some(Token::Sign("!=")) => Comparison::Unequal,
            Some(Token::Sign("<")) => Comparison::Less,
            Some(Token::Sign("<=")) => Comparison::LessOrEqual,
            Some(Token::Sign(">")) => Comparison::Greater,
            Some(Token::Sign(">=")) => Comparison::GreaterOrEqual,
            _ => return Ok(left),
        };
        self.next += 1;
        Ok(Term::Compare { left: Box::new(left), how, right: Box::new(self.single()?) })
    }

    fn single(&mut self) -> Result<Term, ParseError> {
        if self.take_sign("(") {
            let term = self.either()?;
            return if self.take_sign(")") { Ok(term) } else { Err(unexpected("')'", self.peek())) };
        }
        if self.take_sign("[") {
            return self.list();
        }
        let negative = self.take_sign("-");
        let token = self.tokens.get(self.next).cloned();
        self.next += 1;
        match token {
            Some(Token::Number(number)) => Ok(Term::Number(if negative { -number } else { number })),
            Some(Token::Words(words)) if !negative => Ok(Term::Words(Arc::from(words))),
            Some(Token::Name(name)) if !negative => name_of(&name),
            token => Err(unexpected("a slot, a choice, a number or a text in quotes", token.as_ref())),
        }
    }

    fn list(&mut self) -> Result<Term, ParseError> {
        let mut items = Vec::new();
        while !self.take_sign("]") {
            items.push(self.single()?);
            if !self.take_sign(",") && !matches!(self.peek(), Some(Token::Sign("]"))) {
                return Err(unexpected("',' or ']'", self.peek()));
            }
        }
        Ok(Term::List(items))
    }
}

fn name_of(name: &str) -> Result<Term, ParseError> {
    match name {
        "yes" | "true" => Ok(Term::YesNo(true)),
        "no" | "false" => Ok(Term::YesNo(false)),
        "and" | "or" | "not" | "is" | "in" | "set" => {
            Err(unexpected("a slot, a choice, a number or a text in quotes", Some(&Token::Name(name.to_owned()))))
        }
        _ => match (name.strip_prefix("person."), Known::ALL.into_iter().find(|known| known.written() == name)) {
            (_, Some(known)) => Ok(Term::Known(known)),
            (Some(unknown), None) => Err(ParseError::Person(unknown.to_owned())),
            (None, None) => Ok(Term::Name(Arc::from(name))),
        },
    }
}

fn all_known() -> String {
    Known::ALL.map(Known::written).join(", ")
}
