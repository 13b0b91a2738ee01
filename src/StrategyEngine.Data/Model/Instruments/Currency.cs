using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace StrategyEngine.Data.Model;

/// <summary>The code of a currency or crypto asset, such as <c>USDT</c>, <c>EUR</c> or <c>1INCH</c>: what money is in.</summary>
/// <remarks>
/// <para>1 to 16 characters of A to Z and 0 to 9. Lower-case ASCII letters are read as capitals, so that <c>usdt</c> and <c>USDT</c> are
/// equal; nothing else is changed, and nothing is trimmed. Compared and sorted by character codes, in every culture alike. Immutable and
/// thread-safe.</para>
/// <para>The default value is no currency: it has no code, prints as nothing, and <see cref="Money"/> and JSON refuse it. For a currency
/// that may be unknown, use a nullable one.</para>
/// </remarks>
[JsonConverter(typeof(CurrencyJsonConverter))]
public readonly record struct Currency : ISpanParsable<Currency>, IComparable<Currency>
{
    internal const int LongestCode = 16;

    private readonly string? _code;

    private Currency(string code) => _code = code;

    /// <summary>The code in capitals.</summary>
    /// <value>1 to 16 characters; empty for the default value, which is no currency.</value>
    public string Code => _code ?? "";

    /// <summary>Whether this is the default value, which is no currency.</summary>
    public bool IsDefault => _code is null;

    /// <summary>Whether a code sorts before another one.</summary>
    /// <param name="left">One currency.</param>
    /// <param name="right">The other one.</param>
    public static bool operator <(Currency left, Currency right) => left.CompareTo(right) < 0;

    /// <summary>Whether a code sorts before another one or is equal to it.</summary>
    /// <param name="left">One currency.</param>
    /// <param name="right">The other one.</param>
    public static bool operator <=(Currency left, Currency right) => left.CompareTo(right) <= 0;

    /// <summary>Whether a code sorts after another one.</summary>
    /// <param name="left">One currency.</param>
    /// <param name="right">The other one.</param>
    public static bool operator >(Currency left, Currency right) => left.CompareTo(right) > 0;

    /// <summary>Whether a code sorts after another one or is equal to it.</summary>
    /// <param name="left">One currency.</param>
    /// <param name="right">The other one.</param>
    public static bool operator >=(Currency left, Currency right) => left.CompareTo(right) >= 0;

    /// <summary>Reads a code.</summary>
    /// <param name="code">1 to 16 ASCII letters and digits, in either case.</param>
    /// <exception cref="CurrencyFormatException">It is not the code of a currency.</exception>
    public static Currency Parse(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return FaultOf(code) is { } fault ? throw new CurrencyFormatException(fault) : Of(code, code);
    }

    /// <summary>Reads a code, if it is one.</summary>
    /// <param name="code">1 to 16 ASCII letters and digits, in either case; or null.</param>
    /// <param name="currency">The currency, or the default value.</param>
    /// <returns>Whether <paramref name="code"/> is the code of a currency.</returns>
    public static bool TryParse([NotNullWhen(true)] string? code, out Currency currency)
    {
        currency = code is not null && FaultOf(code) is null ? Of(code, code) : default;
        return !currency.IsDefault;
    }

    /// <inheritdoc/>
    public static Currency Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        FaultOf(s) is { } fault ? throw new CurrencyFormatException(fault) : Of(s, null);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Currency result)
    {
        result = FaultOf(s) is null ? Of(s, null) : default;
        return !result.IsDefault;
    }

    static Currency IParsable<Currency>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Currency>.TryParse(string? s, IFormatProvider? provider, out Currency result) => TryParse(s, out result);

    /// <summary>Compares by character codes; the default value comes first.</summary>
    /// <param name="other">The other currency.</param>
    public int CompareTo(Currency other) => string.CompareOrdinal(_code, other._code);

    /// <returns>The code; nothing for the default value.</returns>
    public override string ToString() => Code;

    private static Currency Of(ReadOnlySpan<char> code, string? text)
    {
        if (text is not null && !code.ContainsAnyInRange('a', 'z'))
            return new Currency(text);
        Span<char> capitals = stackalloc char[LongestCode];
        return new Currency(new string(capitals[..code.ToUpperInvariant(capitals)]));
    }

    private static string? FaultOf(ReadOnlySpan<char> code)
    {
        if (code.Length is 0 or > LongestCode)
            return $"The text has {code.Length} characters.";
        for (var i = 0; i < code.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(code[i]))
                return $"Character {i + 1} of the text is U+{(int)code[i]:X4}.";
        }

        return null;
    }
}
