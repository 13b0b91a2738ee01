namespace StrategyEngine.Data.Sessions.Passwords;

/// <summary>
/// Words and keyboard walks of which common passwords, and their longer variants, are made. Lower case, 4 characters or more.
/// </summary>
internal static class CommonPasswordWords
{
    public static readonly string[] All =
    [
        "password", "passwort", "passwd", "passphrase", "pass", "contrasena", "motdepasse", "parola", "secret", "geheim", "login",
        "logmein", "welcome", "willkommen", "hello", "letmein", "changeme", "changeit", "default", "admin", "administrator", "root",
        "user", "guest", "test", "temp", "demo", "master", "superuser", "access", "monkey", "dragon", "shadow", "sunshine", "princess",
        "football", "baseball", "basketball", "soccer", "hockey", "superman", "batman", "spiderman", "pokemon", "starwars", "trustno",
        "iloveyou", "ilove", "loveme", "lovely", "whatever", "nothing", "freedom", "flower", "cookie", "cheese", "chocolate", "summer",
        "winter", "spring", "autumn", "january", "february", "march", "april", "june", "july", "august", "september", "october",
        "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "michael", "jennifer",
        "jordan", "thomas", "daniel", "andrew", "charlie", "ashley", "jessica", "nicole", "computer", "internet", "samsung", "google",
        "apple", "windows", "microsoft", "facebook", "linkedin", "bitcoin", "ethereum", "crypto", "trading", "trader", "money",
        "hunter", "killer", "ninja", "mustang", "ferrari", "porsche", "corvette", "harley", "yankees", "arsenal", "liverpool",
        "chelsea", "barcelona", "qwerty", "qwertz", "azerty", "qwertyuiop", "qwertzuiop", "asdfgh", "asdfghjkl", "zxcvbn", "zxcvbnm",
        "yxcvbnm", "asdf", "zxcv", "uiop", "hjkl", "qazwsx", "wsxedc", "edcrfv", "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn",
        "q1w2e3r4", "1q2w3e4r", "1q2w3e", "t5y6", "5t6y", "a1b2c3", "abc123", "123qwe", "qwe123", "1212", "1313", "2000", "2020", "2021",
        "2022", "2023", "2024", "2025", "2026", "6969", "7777", "correct", "horse", "battery", "staple", "correcthorsebatterystaple",
    ];
}
