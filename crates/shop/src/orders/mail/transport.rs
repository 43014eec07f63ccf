//! Transports of e-mails: a folder or an SMTP server.

use anyhow::Context;
use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::Mailbox as Address,
};
use souk_kernel::{
    config::{Config, MailConfig, MailTransport},
    data_folder,
};
use std::time::Duration;
use tokio::time::timeout;

/// How long the server may take for a step of the exchange.
const STEP_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a transport may take to accept an e-mail, with all steps; shorter than its lease.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Sends e-mails.
pub struct Mailbox {
    transport: Transport,
    /// The sender, if configured.
    pub(super) from: Option<Address>,
}

enum Transport {
    Folder(AsyncFileTransport<Tokio1Executor>),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

impl souk_kernel::app::Part for Mailbox {}

impl Mailbox {
    /// Opens the configured transport.
    ///
    /// # Errors
    ///
    /// When a setting is invalid; the message is one line that names it.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let MailConfig {
            transport,
            from,
            smtp_url,
        } = &config.mail;
        let from = from.as_deref().map(str::parse::<Address>);
        let from = from.transpose().context("mail.from: no e-mail address")?;
        let transport = match transport {
            MailTransport::Folder => {
                let folder = data_folder::subfolder(&config.data_dir, "outbox-mail")?;
                Transport::Folder(AsyncFileTransport::new(folder))
            }
            MailTransport::Smtp => {
                anyhow::ensure!(from.is_some(), "mail.from: say who writes");
                let url = smtp_url.as_deref();
                let url = url.context("mail.smtp_url: say which server sends e-mails")?;
                let builder =
                    AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| {
                        anyhow::anyhow!("mail.smtp_url: no smtp:// or smtps:// address")
                    })?;
                Transport::Smtp(builder.timeout(Some(STEP_TIMEOUT)).build())
            }
        };
        Ok(Self { transport, from })
    }

    /// Hands an e-mail to the transport.
    pub(super) async fn send(&self, letter: Message) -> anyhow::Result<()> {
        let accepted = async {
            match &self.transport {
                Transport::Folder(folder) => drop(folder.send(letter).await?),
                Transport::Smtp(server) => drop(server.send(letter).await?),
            }
            anyhow::Ok(())
        };
        let answer = timeout(TIMEOUT, accepted).await;
        answer.context("the e-mail was not accepted in time")?
    }
}
