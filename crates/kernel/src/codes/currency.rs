//! Currencies of ISO 4217.

use super::code_enum::codes;

codes! {
    /// Currency by its three-letter code (ISO 4217).
    CurrencyCode {
        AED = "AED", "UAE Dirham";
        AFN = "AFN", "Afghani";
        ALL = "ALL", "Lek";
        AMD = "AMD", "Armenian Dram";
        ANG = "ANG", "Netherlands Antillean Guilder";
        AOA = "AOA", "Kwanza";
        ARS = "ARS", "Argentine Peso";
        AUD = "AUD", "Australian Dollar";
        AWG = "AWG", "Aruban Florin";
        AZN = "AZN", "Azerbaijan Manat";
        BAM = "BAM", "Convertible Mark";
        BBD = "BBD", "Barbados Dollar";
        BDT = "BDT", "Taka";
        BGN = "BGN", "Bulgarian Lev (until 2026)";
        BHD = "BHD", "Bahraini Dinar";
        BIF = "BIF", "Burundi Franc";
        BMD = "BMD", "Bermudian Dollar";
        BND = "BND", "Brunei Dollar";
        BOB = "BOB", "Boliviano";
        BRL = "BRL", "Brazilian Real";
        BSD = "BSD", "Bahamian Dollar";
        BTN = "BTN", "Ngultrum";
        BWP = "BWP", "Pula";
        BYN = "BYN", "Belarusian Ruble";
        BYR = "BYR", "Belarusian Ruble (2000 to 2016)";
        BZD = "BZD", "Belize Dollar";
        CAD = "CAD", "Canadian Dollar";
        CDF = "CDF", "Congolese Franc";
        CHF = "CHF", "Swiss Franc";
        CLP = "CLP", "Chilean Peso";
        CNY = "CNY", "Yuan Renminbi";
        COP = "COP", "Colombian Peso";
        CRC = "CRC", "Costa Rican Colon";
        CVE = "CVE", "Cabo Verde Escudo";
        CZK = "CZK", "Czech Koruna";
        DJF = "DJF", "Djibouti Franc";
        DKK = "DKK", "Danish Krone";
        DOP = "DOP", "Dominican Peso";
        DZD = "DZD", "Algerian Dinar";
        EGP = "EGP", "Egyptian Pound";
        ERN = "ERN", "Nakfa";
        ETB = "ETB", "Ethiopian Birr";
        EUR = "EUR", "Euro";
        FJD = "FJD", "Fiji Dollar";
        FKP = "FKP", "Falkland Islands Pound";
        GBP = "GBP", "Pound Sterling";
        GEL = "GEL", "Lari";
        GHS = "GHS", "Ghana Cedi";
        GIP = "GIP", "Gibraltar Pound";
        GMD = "GMD", "Dalasi";
        GNF = "GNF", "Guinean Franc";
        GTQ = "GTQ", "Quetzal";
        GYD = "GYD", "Guyana Dollar";
        HKD = "HKD", "Hong Kong Dollar";
        HNL = "HNL", "Lempira";
        HRK = "HRK", "Croatian Kuna (until 2023)";
        HTG = "HTG", "Gourde";
        HUF = "HUF", "Forint";
        IDR = "IDR", "Rupiah";
        ILS = "ILS", "New Israeli Sheqel";
        INR = "INR", "Indian Rupee";
        IQD = "IQD", "Iraqi Dinar";
        IRR = "IRR", "Iranian Rial";
        ISK = "ISK", "Iceland Krona";
        JEP = "JEP", "Jersey Pound";
        JMD = "JMD", "Jamaican Dollar";
        JOD = "JOD", "Jordanian Dinar";
        JPY = "JPY", "Yen";
        KES = "KES", "Kenyan Shilling";
        KGS = "KGS", "Som";
        KHR = "KHR", "Riel";
        KID = "KID", "KID";
        KMF = "KMF", "Comorian Franc";
        KRW = "KRW", "Won";
        KWD = "KWD", "Kuwaiti Dinar";
        KYD = "KYD", "Cayman Islands Dollar";
        KZT = "KZT", "Tenge";
        LAK = "LAK", "Lao Kip";
        LBP = "LBP", "Lebanese Pound";
        LKR = "LKR", "Sri Lanka Rupee";
        LRD = "LRD", "Liberian Dollar";
        LSL = "LSL", "Loti";
        LTL = "LTL", "Litas (until 2015)";
        LVL = "LVL", "Lats (until 2014)";
        LYD = "LYD", "Libyan Dinar";
        MAD = "MAD", "Moroccan Dirham";
        MDL = "MDL", "Moldovan Leu";
        MGA = "MGA", "Malagasy Ariary";
        MKD = "MKD", "Denar";
        MMK = "MMK", "Kyat";
        MNT = "MNT", "Tugrik";
        MOP = "MOP", "Pataca";
        MRU = "MRU", "Ouguiya";
        MUR = "MUR", "Mauritius Rupee";
        MVR = "MVR", "Rufiyaa";
        MWK = "MWK", "Malawi Kwacha";
        MXN = "MXN", "Mexican Peso";
        MYR = "MYR", "Malaysian Ringgit";
        MZN = "MZN", "Mozambique Metical";
        NAD = "NAD", "Namibia Dollar";
        NGN = "NGN", "Naira";
        NIO = "NIO", "Cordoba Oro";
        NOK = "NOK", "Norwegian Krone";
        NPR = "NPR", "Nepalese Rupee";
        NZD = "NZD", "New Zealand Dollar";
        OMR = "OMR", "Rial Omani";
        PAB = "PAB", "Balboa";
        PEN = "PEN", "Sol";
        PGK = "PGK", "Kina";
        PHP = "PHP", "Philippine Peso";
        PKR = "PKR", "Pakistan Rupee";
        PLN = "PLN", "Zloty";
        PYG = "PYG", "Guarani";
        QAR = "QAR", "Qatari Rial";
        RON = "RON", "Romanian Leu";
        RSD = "RSD", "Serbian Dinar";
        RUB = "RUB", "Russian Ruble";
        RWF = "RWF", "Rwanda Franc";
        SAR = "SAR", "Saudi Riyal";
        SBD = "SBD", "Solomon Islands Dollar";
        SCR = "SCR", "Seychelles Rupee";
        SDG = "SDG", "Sudanese Pound";
        SEK = "SEK", "Swedish Krona";
        SGD = "SGD", "Singapore Dollar";
        SHP = "SHP", "Saint Helena Pound";
        SLL = "SLL", "Sierra Leonean Leone (until 2023)";
        SOS = "SOS", "Somali Shilling";
        SRD = "SRD", "Surinam Dollar";
        SSP = "SSP", "South Sudanese Pound";
        STD = "STD", "São Tomé and Príncipe Dobra (until 2018)";
        STN = "STN", "Dobra";
        SYP = "SYP", "Syrian Pound";
        SZL = "SZL", "Lilangeni";
        THB = "THB", "Baht";
        TJS = "TJS", "Somoni";
        TMT = "TMT", "Turkmenistan New Manat";
        TND = "TND", "Tunisian Dinar";
        TOP = "TOP", "Pa’anga";
        TRY = "TRY", "Turkish Lira";
        TTD = "TTD", "Trinidad and Tobago Dollar";
        TWD = "TWD", "New Taiwan Dollar";
        TZS = "TZS", "Tanzanian Shilling";
        UAH = "UAH", "Hryvnia";
        UGX = "UGX", "Uganda Shilling";
        USD = "USD", "US Dollar";
        UYU = "UYU", "Peso Uruguayo";
        UZS = "UZS", "Uzbekistan Sum";
        VED = "VED", "Venezuelan digital Bolívar";
        VEF = "VEF", "Venezuelan Bolívar (2008 to 2018)";
        VES = "VES", "Bolívar Soberano";
        VND = "VND", "Dong";
        VUV = "VUV", "Vatu";
        WST = "WST", "Tala";
        XAF = "XAF", "CFA Franc BEAC";
        XCD = "XCD", "East Caribbean Dollar";
        XOF = "XOF", "CFA Franc BCEAO";
        XPF = "XPF", "CFP Franc";
        XXX = "XXX", "No currency";
        YER = "YER", "Yemeni Rial";
        ZAR = "ZAR", "Rand";
        ZMW = "ZMW", "Zambian Kwacha";
    }
}

impl CurrencyCode {
    /// Digits after the decimal point, from the table of ISO 4217 as published on 2026-01-01.
    pub fn digits(self) -> u32 {
        use CurrencyCode as C;
        match self {
            C::BIF
            | C::CLP
            | C::DJF
            | C::GNF
            | C::ISK
            | C::JPY
            | C::KMF
            | C::KRW
            | C::PYG
            | C::RWF
            | C::UGX
            | C::VND
            | C::VUV
            | C::XAF
            | C::XOF
            | C::XPF => 0,
            C::BHD | C::IQD | C::JOD | C::KWD | C::LYD | C::OMR | C::TND => 3,
            _ => 2,
        }
    }
}
