namespace StrategyEngine.Data.Tests.Encryption;

internal interface IHasText
{
    string? Text { get; }
}
