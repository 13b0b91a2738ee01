namespace StrategyEngine.Data.Trading;

/// <summary>What is said of an instrument contradicts itself, or is a kind of contract that is not computed.</summary>
/// <remarks>Codes: <c>instruments.terms</c>, <c>instruments.quanto</c>.</remarks>
public sealed class InstrumentTermsException : TradingDataException
{
    internal InstrumentTermsException(string code, string message)
        : base(code, message)
    {
    }
}
