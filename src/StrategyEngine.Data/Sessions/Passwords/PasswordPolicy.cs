using System.Text;

namespace StrategyEngine.Data.Sessions.Passwords;

/// <summary>What a new password must be: long enough, and more than words every guesser begins with.</summary>
/// <remarks>
/// Known words and the 12,000 most common passwords are struck out of the password, also where digits and signs imitate their letters; then
/// runs and repetitions. What is left must have <see cref="MinRest"/> different characters: <c>P4ssword123456789</c> leaves one.
/// </remarks>
internal sealed class PasswordPolicy
{
    private const int MinRest = 6;
    private const int MinWord = 4;

    private readonly int _minLength;
    private readonly string[] _denied;
    private readonly string _application;

    public PasswordPolicy(AccountOptions options)
    {
        _minLength = options.MinPasswordLength;
        _application = options.ApplicationName;
        _denied = Words([.. CommonPasswordWords.All, .. options.DeniedPasswordWords]);
    }

    /// <summary>What is wrong with a password; null if nothing is.</summary>
    /// <param name="password">The password.</param>
    /// <param name="context">What a guesser knows of the user: name, e-mail address.</param>
    public PasswordFault? Check(string password, params ReadOnlySpan<string> context)
    {
        if (password.Length > PasswordHasher.MaxPasswordBytes)
        {
            return PasswordFault.TooLong;
        }

        if (!IsUnicode(password))
        {
            return PasswordFault.NotUnicode;
        }

        if (Encoding.UTF8.GetByteCount(password) > PasswordHasher.MaxPasswordBytes)
        {
            return PasswordFault.TooLong;
        }

        if (password.EnumerateRunes().Count() < _minLength)
        {
            return PasswordFault.TooShort;
        }

        var known = Words([_application, .. Parts(context)]);
        return Rest(password, _denied) < MinRest ? PasswordFault.TooCommon
            : Rest(password, [.. known, .. _denied]) < MinRest ? PasswordFault.ContainsContext
            : null;
    }

    // How many different characters stand outside the words, and are neither equal nor next to the one before (aaa, abc, 321).
    private static int Rest(string password, string[] words)
    {
        var plain = password.ToLowerInvariant();
        var folded = Fold(password);
        var struck = new bool[plain.Length];
        foreach (var word in words)
        {
            Strike(plain, word, struck);
            Strike(folded, word, struck);
        }

        StrikeCommon(plain, struck);
        StrikeCommon(folded, struck);

        var rest = new HashSet<char>();
        for (var i = 0; i < plain.Length; i++)
        {
            if (!struck[i] && (i == 0 || struck[i - 1] || Math.Abs(plain[i] - plain[i - 1]) > 1))
            {
                rest.Add(plain[i]);
            }
        }

        return rest.Count;
    }

    private static void Strike(string text, string word, bool[] struck)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            struck.AsSpan(at, word.Length).Fill(true);
        }
    }

    private static void StrikeCommon(string text, bool[] struck)
    {
        for (var at = 0; at <= text.Length - CommonPasswords.MinLength; at++)
            struck.AsSpan(at, CommonPasswords.LengthAt(text, at)).Fill(true);
    }

    private static string[] Words(IEnumerable<string> words) =>
        [.. words.SelectMany(word => new[] { word.ToLowerInvariant(), Fold(word) }).Where(word => word.Length >= MinWord).Distinct()];

    private static List<string> Parts(ReadOnlySpan<string> context)
    {
        var parts = new List<string>();
        foreach (var text in context)
        {
            parts.Add(text);
            parts.AddRange(text.Split(['@', '.', '-', '_', ' ', '+'], StringSplitOptions.RemoveEmptyEntries));
        }

        return parts;
    }

    private static string Fold(string text) => string.Concat(text.ToLowerInvariant().Select(c => c switch
    {
        '0' => 'o',
        '1' or '!' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => c,
    }));

    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (!char.IsSurrogatePair(text, i))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
