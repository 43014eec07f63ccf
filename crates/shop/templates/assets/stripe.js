// Mounts Stripe's form for cards and wallets in ours, and sends the token that it makes of them. Card
// data goes from Stripe's frame to Stripe; nothing of it is in this page.
(() => {
  const form = document.getElementById("payment-form");
  const problem = document.getElementById("payment-problem");
  const button = form.querySelector("button[type=submit]");
  const { publishableKey, amount, currency, capture, language } = form.dataset;

  const stripe = Stripe(publishableKey, { locale: language });
  const elements = stripe.elements({
    mode: "payment",
    amount: Number(amount),
    currency,
    captureMethod: capture,
  });
  elements.create("payment").mount("#payment-element");

  /** What the buyer entered as a token, or a message about what is wrong with it. */
  async function confirm() {
    const checked = await elements.submit();
    if (checked.error) return { error: checked.error };
    return stripe.createConfirmationToken({ elements });
  }

  form.addEventListener("submit", async (event) => {
    if (form.elements.payment.value) return;
    event.preventDefault();
    button.disabled = true;
    problem.textContent = "";
    const { error, confirmationToken } = await confirm();
    button.disabled = false;
    if (error) {
      problem.textContent = error.message;
      return;
    }
    form.elements.payment.value = confirmationToken.id;
    form.submit();
  });

  // A page that the browser kept still holds a token that was used.
  window.addEventListener("pageshow", () => {
    form.elements.payment.value = "";
  });
})();
