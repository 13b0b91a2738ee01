namespace StrategyEngine.Data.Encryption.Values;

/// <summary>Tells text that UTF-8 can hold from text with a surrogate that has no partner.</summary>
internal static class WellFormed
{
    public static bool Is(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var surrogate = text.IndexOfAnyInRange('\uD800', '\uDFFF');
            if (surrogate < 0)
                return true;
            if (surrogate + 1 >= text.Length || !char.IsSurrogatePair(text[surrogate], text[surrogate + 1]))
                return false;
            text = text[(surrogate + 2)..];
        }
    }
}
