// Which part of a shop a coordinate of the reference belongs to. The first rule that matches counts.

const ROOT_FIELDS = [
  ["customers", /^customer/],
  ["checkout", /^(cartCompletionAttempt|cartSubmitForCompletion|cartPrepareForCompletion|cartPaymentUpdate|cartBillingAddressUpdate|shopPay)/],
  ["discounts", /^(cartDiscountCodes|cartGiftCardCodes)/],
  ["cart", /^cart/],
  ["search", /^(search|predictiveSearch)$/],
  ["catalog", /^(product|collection)/],
  ["content", /^(article|blog|menu|page|metaobject|sitemap|urlRedirects)/],
  ["other", /./],
];

const TYPES = [
  ["selling plans", /SellingPlan/],
  ["discounts", /Discount|GiftCard|^Pricing(Percentage)?Value$/],
  ["checkout", /^ShopPay|Completion|^Submi(t|ssion)|^CartPayment|^CartPrepare|^CartStatus|^CartThrottled|^CartOperationError|^CartBilling|Wallet|CreditCard|DirectPayment|FreePayment|^CompletePayment|^CardBrand|^UserErrorsShopPay/],
  ["orders", /^(Order|Fulfillment)/],
  ["customers", /^Customer|^MailingAddress|^Compan|^PurchasingCompany|^SocialLogin/],
  ["cart", /^Cart|^BaseCartLine|^ComponentizableCartLine|^Attribute|^Delivery|^Merchandise$|^MerchantInitiated|^Preference/],
  ["search", /Search|^Filter|Filter$/],
  ["content", /^(Article|Blog|Comment|Menu|Page(?!Info)|Metaobject|Sitemap|PaginatedSitemap|UrlRedirect|Brand|ShopPolicy)/],
  ["catalog", /^(Product|Collection|Media|Image|Video|ExternalVideo|Model3d|GenericFile|Swatch|SelectedOption|UnitPrice|Quantity|Taxonomy|StoreAvailability|Location|Weight|Metafield|HasMetafields|SEO|Trackable|OnlineStorePublishable|Count$|String)/],
  ["other", /./],
];

export const DOMAINS = ["catalog", "content", "search", "cart", "checkout", "customers", "orders", "discounts", "selling plans", "other"];

/** The domain of an entry of `compare`. */
export function domainOf({ type, field }) {
  if (type === "QueryRoot" || type === "Mutation") return firstMatch(ROOT_FIELDS, field ?? "");
  const name = type.replace(/^@/, "");
  if (field && /sellingPlan/i.test(field)) return "selling plans";
  if (field && /discount|giftCard/i.test(field)) return "discounts";
  return firstMatch(TYPES, name);
}

function firstMatch(rules, text) {
  return rules.find(([, pattern]) => pattern.test(text))?.[0] ?? "other";
}
