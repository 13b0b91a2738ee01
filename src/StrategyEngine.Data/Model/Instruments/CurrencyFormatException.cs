namespace StrategyEngine.Data.Model;

/// <summary>A text is not the code of a currency.</summary>
/// <remarks>The message says which character or length is wrong, and does not repeat the text.</remarks>
public sealed class CurrencyFormatException : FormatException
{
    internal CurrencyFormatException(string problem)
        : base($"{problem} A currency is 1 to 16 letters A to Z and digits, such as USDT or 1INCH; trim the text or map it first.")
    {
    }

    /// <summary>A stable code, <c>currency.format</c>.</summary>
    public string Code { get; } = "currency.format";
}
