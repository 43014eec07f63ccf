//! A browser without scripts: it keeps cookies, follows redirects and sends forms with what is
//! hidden in them.

use crate::harness::TestShop;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Client, RequestBuilder, header::HeaderMap, redirect::Policy};
use std::time::Duration;

/// A browser, and the page it shows.
pub struct Browser {
    client: Client,
    origin: String,
    language: &'static str,
    /// Cookies as they are sent; empty where there are none.
    pub cookies: String,
    /// Path of the page, with what stands behind the question mark.
    pub path: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub html: String,
}

impl Browser {
    pub fn new(shop: &TestShop) -> Self {
        Self {
            client: Client::builder().redirect(Policy::none()).build().unwrap(),
            origin: format!("http://{}", shop.address),
            language: "en",
            cookies: String::new(),
            path: String::new(),
            status: 0,
            headers: HeaderMap::new(),
            html: String::new(),
        }
    }

    /// The same browser, whose buyer reads this language.
    pub fn reading(mut self, language: &'static str) -> Self {
        self.language = language;
        self
    }

    /// Opens an address or a path, and follows where it leads.
    pub async fn open(&mut self, address: &str) -> &mut Self {
        let path = address.strip_prefix(&self.origin).unwrap_or(address);
        let request = self.client.get(format!("{}{path}", self.origin));
        self.follow(path.to_owned(), request).await;
        self
    }

    /// Sends the last form of the page, with what is hidden in it and these fields.
    pub async fn send(&mut self, fields: &[(&str, &str)]) -> &mut Self {
        let start = self.html.rfind("<form").expect("the page has a form");
        let form = self.html[start..].to_owned();
        let action = attribute(&form, "action").unwrap_or_else(|| self.path.clone());
        let hidden = form.split("<input type=\"hidden\"").skip(1);
        let hidden = hidden.map(|tag| (attribute(tag, "name"), attribute(tag, "value")));
        let hidden: Vec<(String, String)> = hidden
            .map(|(name, value)| (name.unwrap(), value.unwrap()))
            .filter(|(name, _)| fields.iter().all(|(given, _)| given != name))
            .collect();
        let hidden = hidden.iter().map(|(name, value)| (&**name, &**value));
        let body = encoded(hidden.chain(fields.iter().copied()));
        self.post(&action, body).await;
        self
    }

    /// Sends a body as a form.
    pub async fn post(&mut self, action: &str, body: String) -> &mut Self {
        let path = action.strip_prefix(&self.origin).unwrap_or(action);
        let request = self.client.post(format!("{}{path}", self.origin));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        self.follow(path.to_owned(), request.body(body)).await;
        self
    }

    /// Goes where the page sends the browser by itself, as to the bank.
    pub async fn refresh(&mut self) -> &mut Self {
        let start = self
            .html
            .find("http-equiv=\"refresh\"")
            .expect("it refreshes");
        let content = attribute(&self.html[start..], "content").unwrap();
        let path = self.path.clone();
        let address = content.split_once("url=").map_or(&*path, |(_, url)| url);
        self.open(address).await
    }

    /// Waits while the order is being placed, as the page does by itself.
    pub async fn settled(&mut self) -> &mut Self {
        for _ in 0..20 {
            if !self.html.contains("Your order is being placed") {
                return self;
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
            self.refresh().await;
        }
        panic!("the order is still being placed: {}", self.html);
    }

    async fn follow(&mut self, path: String, request: RequestBuilder) {
        let (mut path, mut request) = (path, request);
        for _ in 0..10 {
            let sent = request
                .header("accept-language", self.language)
                .header("cookie", &self.cookies);
            let answer = sent.send().await.unwrap();
            if let Some(cookie) = answer.headers().get("set-cookie") {
                let cookie = cookie.to_str().unwrap();
                self.cookies = cookie.split(';').next().unwrap().to_owned();
            }
            self.status = answer.status().as_u16();
            self.path = path;
            let target = answer.headers().get("location").cloned();
            let Some(target) = target.filter(|_| (300..400).contains(&self.status)) else {
                self.headers = answer.headers().clone();
                self.html = answer.text().await.unwrap();
                return;
            };
            let target = target.to_str().unwrap();
            path = target
                .strip_prefix(&self.origin)
                .unwrap_or(target)
                .to_owned();
            request = self.client.get(format!("{}{path}", self.origin));
        }
        panic!("too many redirects, the last to {path}");
    }

    /// The step that is shown: the last part of the path.
    pub fn step(&self) -> &str {
        let path = self.path.split('?').next().unwrap();
        path.rsplit('/').next().unwrap()
    }

    /// Whether the page says this.
    #[track_caller]
    pub fn says(&self, text: &str) -> &Self {
        assert!(self.html.contains(text), "{text:?} is not in {}", self.html);
        self
    }

    /// Where the link with these words leads.
    pub fn link(&self, words: &str) -> String {
        let end = self.html.find(&format!(">{words}</a>")).expect(words);
        let start = self.html[..end].rfind("<a").unwrap();
        attribute(&self.html[start..], "href").unwrap()
    }

    /// The value of a field.
    pub fn value(&self, field: &str) -> String {
        let start = self.html.find(&format!("name=\"{field}\"")).expect(field);
        attribute(&self.html[start..], "value").unwrap()
    }

    /// The value of the choice that stands before these words.
    pub fn choice(&self, words: &str) -> String {
        let end = self.html.find(words).expect(words);
        let start = self.html[..end].rfind("type=\"radio\"").unwrap();
        attribute(&self.html[start..], "value").unwrap()
    }
}

/// Fields as a body of a form.
pub fn encoded<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let code = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs = fields.map(|(name, value)| format!("{}={}", code(name), code(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// The next attribute of this name, with its character references read.
fn attribute(html: &str, name: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!("{name}=\""))?;
    let (value, _) = rest.split_once('"')?;
    Some(value.replace("&#38;", "&").replace("&#39;", "'"))
}
