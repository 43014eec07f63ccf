//! Languages.

use super::code_enum::codes;

codes! {
    /// Language by its ISO 639-1 code, with a country where usage differs.
    LanguageCode {
        Af = "AF", "Afrikaans";
        Ak = "AK", "Akan";
        Am = "AM", "Amharic";
        Ar = "AR", "Arabic";
        As = "AS", "Assamese";
        Az = "AZ", "Azerbaijani";
        Be = "BE", "Belarusian";
        Bg = "BG", "Bulgarian";
        Bm = "BM", "Bambara";
        Bn = "BN", "Bengali";
        Bo = "BO", "Tibetan";
        Br = "BR", "Breton";
        Bs = "BS", "Bosnian";
        Ca = "CA", "Catalan";
        Ce = "CE", "Chechen";
        Ckb = "CKB", "Central Kurdish";
        Cs = "CS", "Czech";
        Cu = "CU", "Church Slavic";
        Cy = "CY", "Welsh";
        Da = "DA", "Danish";
        De = "DE", "German";
        Dz = "DZ", "Dzongkha";
        Ee = "EE", "Ewe";
        El = "EL", "Modern Greek";
        En = "EN", "English";
        Eo = "EO", "Esperanto";
        Es = "ES", "Spanish";
        Et = "ET", "Estonian";
        Eu = "EU", "Basque";
        Fa = "FA", "Persian";
        Ff = "FF", "Fulah";
        Fi = "FI", "Finnish";
        Fil = "FIL", "Filipino";
        Fo = "FO", "Faroese";
        Fr = "FR", "French";
        Fy = "FY", "Western Frisian";
        Ga = "GA", "Irish";
        Gd = "GD", "Scottish Gaelic";
        Gl = "GL", "Galician";
        Gu = "GU", "Gujarati";
        Gv = "GV", "Manx";
        Ha = "HA", "Hausa";
        He = "HE", "Hebrew";
        Hi = "HI", "Hindi";
        Hr = "HR", "Croatian";
        Hu = "HU", "Hungarian";
        Hy = "HY", "Armenian";
        Ia = "IA", "Interlingua";
        Id = "ID", "Indonesian";
        Ig = "IG", "Igbo";
        Ii = "II", "Sichuan Yi";
        Is = "IS", "Icelandic";
        It = "IT", "Italian";
        Ja = "JA", "Japanese";
        Jv = "JV", "Javanese";
        Ka = "KA", "Georgian";
        Ki = "KI", "Kikuyu";
        Kk = "KK", "Kazakh";
        Kl = "KL", "Kalaallisut";
        Km = "KM", "Khmer";
        Kn = "KN", "Kannada";
        Ko = "KO", "Korean";
        Ks = "KS", "Kashmiri";
        Ku = "KU", "Kurdish";
        Kw = "KW", "Cornish";
        Ky = "KY", "Kirghiz";
        La = "LA", "Latin";
        Lb = "LB", "Luxembourgish";
        Lg = "LG", "Ganda";
        Ln = "LN", "Lingala";
        Lo = "LO", "Lao";
        Lt = "LT", "Lithuanian";
        Lu = "LU", "Luba-Katanga";
        Lv = "LV", "Latvian";
        Mg = "MG", "Malagasy";
        Mi = "MI", "Maori";
        Mk = "MK", "Macedonian";
        Ml = "ML", "Malayalam";
        Mn = "MN", "Mongolian";
        Mo = "MO", "Moldavian";
        Mr = "MR", "Marathi";
        Ms = "MS", "Malay";
        Mt = "MT", "Maltese";
        My = "MY", "Burmese";
        Nb = "NB", "Norwegian Bokmål";
        Nd = "ND", "North Ndebele";
        Ne = "NE", "Nepali";
        Nl = "NL", "Dutch";
        Nn = "NN", "Norwegian Nynorsk";
        No = "NO", "Norwegian";
        Om = "OM", "Oromo";
        Or = "OR", "Oriya";
        Os = "OS", "Ossetian";
        Pa = "PA", "Panjabi";
        Pl = "PL", "Polish";
        Ps = "PS", "Pushto";
        Pt = "PT", "Portuguese";
        PtBr = "PT_BR", "Portuguese (Brazil)";
        PtPt = "PT_PT", "Portuguese (Portugal)";
        Qu = "QU", "Quechua";
        Rm = "RM", "Romansh";
        Rn = "RN", "Rundi";
        Ro = "RO", "Romanian";
        Ru = "RU", "Russian";
        Rw = "RW", "Kinyarwanda";
        Sa = "SA", "Sanskrit";
        Sc = "SC", "Sardinian";
        Sd = "SD", "Sindhi";
        Se = "SE", "Northern Sami";
        Sg = "SG", "Sango";
        Sh = "SH", "Serbo-Croatian";
        Si = "SI", "Sinhala";
        Sk = "SK", "Slovak";
        Sl = "SL", "Slovenian";
        Sn = "SN", "Shona";
        So = "SO", "Somali";
        Sq = "SQ", "Albanian";
        Sr = "SR", "Serbian";
        Su = "SU", "Sundanese";
        Sv = "SV", "Swedish";
        Sw = "SW", "Swahili";
        Ta = "TA", "Tamil";
        Te = "TE", "Telugu";
        Tg = "TG", "Tajik";
        Th = "TH", "Thai";
        Ti = "TI", "Tigrinya";
        Tk = "TK", "Turkmen";
        To = "TO", "Tonga";
        Tr = "TR", "Turkish";
        Tt = "TT", "Tatar";
        Ug = "UG", "Uighur";
        Uk = "UK", "Ukrainian";
        Ur = "UR", "Urdu";
        Uz = "UZ", "Uzbek";
        Vi = "VI", "Vietnamese";
        Vo = "VO", "Volapük";
        Wo = "WO", "Wolof";
        Xh = "XH", "Xhosa";
        Yi = "YI", "Yiddish";
        Yo = "YO", "Yoruba";
        Zh = "ZH", "Chinese";
        ZhCn = "ZH_CN", "Chinese (China)";
        ZhTw = "ZH_TW", "Chinese (Taiwan)";
        Zu = "ZU", "Zulu";
    }
}

impl LanguageCode {
    /// The language as a locale tag, such as `de` or `pt-BR`: how translations are stored.
    pub fn locale(self) -> String {
        match self.code().split_once('_') {
            Some((language, country)) => format!("{}-{country}", language.to_lowercase()),
            None => self.code().to_lowercase(),
        }
    }

    /// Reads a locale tag such as `de` or `pt-BR`; an unknown country is dropped.
    pub fn from_locale(locale: &str) -> Option<Self> {
        let code = locale.replace('-', "_").to_uppercase();
        Self::from_code(&code).or_else(|| Self::from_code(code.split('_').next()?))
    }
}
